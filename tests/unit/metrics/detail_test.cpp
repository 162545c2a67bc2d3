// The levels of detail of a page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "example_alerts.hpp"
#include "example_pages.hpp"
#include "example_snapshot.hpp"
#include "exposition_lines.hpp"
#include "model/prefix_totals.hpp"
#include "observations_snapshot.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd {
namespace {

using test::lines_of;
using test::name_in;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

std::set<std::string> families_of(const std::string& page) {
  std::set<std::string> families;
  for (const std::string& line : lines_of(page)) {
    if (line.starts_with("# TYPE ")) families.insert(name_in(line));
  }
  return families;
}

TEST(Detail, GrowsFromLevelToLevel) {
  const auto connection = families_of(test::counts_page(Detail::connection));
  const auto prefix = families_of(test::counts_page(Detail::prefix));
  const auto all = families_of(test::counts_page(Detail::all));
  EXPECT_THAT(prefix, IsSupersetOf(connection));
  EXPECT_THAT(all, IsSupersetOf(prefix));
  EXPECT_LT(connection.size(), prefix.size());
  EXPECT_LT(prefix.size(), all.size());
}

TEST(Detail, OmitsAddressesAndEndpointsBelowAll) {
  for (const Detail detail : {Detail::connection, Detail::prefix}) {
    for (const std::string& page : {test::counts_page(detail), test::observations_page(detail)}) {
      for (const char* label : {"address=", "source=", "network=", "endpoint=", "probe="}) {
        EXPECT_THAT(page, Not(HasSubstr(label))) << detail_names[static_cast<std::size_t>(detail)];
      }
    }
  }
}

TEST(Detail, OmitsPrefixesAtDetailConnections) {
  EXPECT_THAT(test::counts_page(Detail::connection), Not(HasSubstr("prefix=")));
}

TEST(Detail, OmitsTheCurrentNetworkOfAutoBelowAll) {
  Snapshot snapshot = test::example_snapshot();
  Config config = *snapshot.config;
  config.connections[0].prefixes[0].prefix.reset();
  config.connections[0].prefixes[0].label = "auto";
  snapshot.config = std::make_shared<const Config>(config);
  const auto page = [&](Detail detail) {
    return test::render_exposition(test::assessment_of(snapshot), test::example_facts(), detail);
  };
  EXPECT_THAT(page(Detail::all), HasSubstr("prefixes=\"auto = 203.0.113.0/24, "));
  EXPECT_THAT(page(Detail::prefix), HasSubstr("prefixes=\"auto, "));
}

TEST(Detail, ShowsOnlyActiveAlertsBelowAll) {
  const AlertReport alerts = test::example_alerts();
  const auto assessment = test::assessment_of(test::example_snapshot(), &alerts);
  const auto page = test::render_exposition(assessment, test::example_facts(), Detail::prefix);
  for (const std::string& line : lines_of(page)) {
    if (!line.starts_with("peering_alert_active{")) continue;
    EXPECT_TRUE(line.ends_with(" 1")) << line;
  }
}

TEST(PrefixHistogram, WritesBoundsThatReadersParseExactly) {
  std::vector<std::string> texts;
  for (const std::string& line :
       test::samples_of(test::example_snapshot(), "peering_prefix_rtt_seconds_bucket")) {
    const std::size_t begin = line.find("le=\"") + 4;
    texts.push_back(line.substr(begin, line.find('"', begin) - begin));
  }
  const auto bounds = prefix_rtt_bounds();
  ASSERT_EQ(texts.size(), 2 * (bounds.size() + 1)) << "of two prefixes";
  EXPECT_EQ(texts.back(), "+Inf");
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    EXPECT_EQ(std::stod(texts[i]), to_seconds(bounds[i]));
    EXPECT_LE(texts[i].size(), 7U) << "no rounding error: " << texts[i];
  }
}

}  // namespace
}  // namespace peeringd
