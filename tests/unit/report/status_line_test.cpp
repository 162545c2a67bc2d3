#include "report/status_line.hpp"

#include <gtest/gtest.h>

#include "support/test_config.hpp"

namespace peeringd {
namespace {

AlertReport report_of(const std::vector<TestResult>& results) {
  std::vector<ConnectionConfig> connections;
  AlertReport report;
  for (std::uint32_t index = 0; index < results.size(); ++index) {
    connections.push_back(test::connection("site-" + std::to_string(index), {}));
    report.connections[index].overall.result = results[index];
  }
  report.config = std::make_shared<const Config>(test::config({}, connections));
  return report;
}

std::string line(const std::vector<TestResult>& results) {
  const AlertReport report = report_of(results);
  return status_line(results.size(), 912, &report, false);
}

TEST(StatusLine, CountsConnectionsAndTargets) {
  EXPECT_EQ(status_line(3, 912, nullptr, false), "connections: 3, targets: 912");
}

TEST(StatusLine, HasNoResultIfNothingIsEvaluated) {
  EXPECT_EQ(line({}), "connections: 0, targets: 912");
}

TEST(StatusLine, ShowsPassIfAllPass) {
  EXPECT_EQ(line({TestResult::pass, TestResult::pass}),
            "connections: 2, targets: 912, worst: Pass");
}

TEST(StatusLine, NamesTheConnectionWithTheWorstResult) {
  EXPECT_EQ(line({TestResult::warning, TestResult::fail, TestResult::indeterminate}),
            "connections: 3, targets: 912, worst: Fail (site-1)");
  EXPECT_EQ(line({TestResult::pass, TestResult::indeterminate}),
            "connections: 2, targets: 912, worst: Indeterminate (site-1)");
}

TEST(StatusLine, NamesTheFirstOfSeveralAndCountsTheOthers) {
  EXPECT_EQ(line({TestResult::pass, TestResult::warning, TestResult::warning, TestResult::warning}),
            "connections: 4, targets: 912, worst: Warning (site-1, 2 more)");
}

TEST(StatusLine, ShowsThatTheLastReloadFailed) {
  EXPECT_EQ(status_line(3, 912, nullptr, true),
            "connections: 3, targets: 912; the last reload failed, see the log");
}

}  // namespace
}  // namespace peeringd
