// The list of label names is complete, so that `check` can reject a connection's own label that has
// one of them.
#include "model/label_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "example_pages.hpp"
#include "example_snapshot.hpp"
#include "model/config.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd {
namespace {

using LabelList = std::vector<std::string>;

// The label names of a sample, in its order.
LabelList labels_in(const std::string& sample) {
  LabelList names;
  bool in_value = false;
  std::string name;
  for (std::size_t i = sample.find('{') + 1; i < sample.size() && (in_value || sample[i] != '}');
       ++i) {
    const char c = sample[i];
    if (in_value && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_value = !in_value;
    } else if (!in_value && c == '=') {
      names.push_back(std::exchange(name, {}));
    } else if (!in_value && c != ',') {
      name += c;
    }
  }
  return names;
}

// All samples of both example pages: counters, alerts and observations.
std::vector<std::string> all_samples() {
  std::istringstream text(test::counts_page() + test::observations_page());
  std::vector<std::string> samples;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with('#') && line.find('{') != std::string::npos) samples.push_back(line);
  }
  return samples;
}

TEST(LabelNames, ContainEveryLabelOfThePage) {
  std::set<std::string> seen;
  for (const std::string& sample : all_samples()) {
    for (const std::string& name : labels_in(sample)) seen.insert(name);
  }
  EXPECT_GT(seen.size(), 25U);
  for (const std::string& name : seen) {
    // The example's own label.
    EXPECT_TRUE(name == "office" || is_reserved_label(name)) << name;
  }
}

TEST(LabelNames, AreSortedAndUnique) {
  EXPECT_TRUE(std::ranges::is_sorted(label_names, std::ranges::less_equal{}));
}

TEST(LabelNames, AreUniqueInEachSample) {
  Snapshot snapshot = test::example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].redundancy_group = "eu";
  for (const std::string_view name : label_names) {
    config.connections[0].labels[std::string(name)] = "mine";
  }
  snapshot.config = std::make_shared<const Config>(config);
  std::istringstream text(
      test::render_exposition(test::assessment_of(snapshot), test::example_facts()));
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with('#') || line.find('{') == std::string::npos) continue;
    const LabelList names = labels_in(line);
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size()) << line;
  }
}

TEST(LabelNames, AreListedInTheDocumentOfTheConfiguration) {
  std::ifstream file(PEERINGD_SOURCE_DIR "/docs/configuration.md");
  std::ostringstream document;
  document << file.rdbuf();
  const std::string text = document.str();
  const auto begin = text.find("### `labels`");
  const auto section = text.substr(begin, text.find("\n## ", begin) - begin);
  for (const std::string_view name : label_names) {
    EXPECT_THAT(section, testing::HasSubstr("`" + std::string(name) + "`"));
  }
}

}  // namespace
}  // namespace peeringd
