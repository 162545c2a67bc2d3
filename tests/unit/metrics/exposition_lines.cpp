#include "exposition_lines.hpp"

#include <sstream>

#include "example_snapshot.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"

namespace peeringd::test {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string name_in(const std::string& line) {
  const std::size_t begin = line.starts_with("# ") ? line.find(' ', 2) + 1 : 0;
  return line.substr(begin, line.find_first_of("{ ", begin) - begin);
}

std::vector<std::string> render(const Snapshot& snapshot) {
  return lines_of(render_exposition(test::assessment_of(snapshot), example_facts()));
}

std::vector<std::string> samples_of(const Snapshot& snapshot, std::string_view name) {
  std::vector<std::string> samples;
  for (const std::string& line : render(snapshot)) {
    if (!line.starts_with('#') && name_in(line) == name) samples.push_back(line);
  }
  return samples;
}

double value_of(const std::string& line) {
  return std::stod(line.substr(line.rfind(' ') + 1));
}

}  // namespace peeringd::test
