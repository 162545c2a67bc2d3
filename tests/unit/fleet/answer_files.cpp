#include "answer_files.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace peeringd::test {

std::string answer_text(const std::string& name) {
  std::ifstream file(std::string(PEERINGD_TEST_DATA) + "/fleet/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

PromAnswer answer_in(const std::string& name) {
  auto answer = read_promql_answer(answer_text(name));
  const auto* problem = std::get_if<StoreProblem>(&answer);
  EXPECT_EQ(problem, nullptr) << name << ": " << (problem == nullptr ? "" : problem->text);
  return problem == nullptr ? std::get<PromAnswer>(std::move(answer)) : PromAnswer();
}

PromSeries series_with(std::vector<std::pair<std::string, std::string>> labels, double from,
                       double step, const std::vector<double>& values) {
  PromSeries series{std::move(labels), {}};
  for (const double value : values) {
    series.samples.push_back({from, value});
    from += step;
  }
  return series;
}

}  // namespace peeringd::test
