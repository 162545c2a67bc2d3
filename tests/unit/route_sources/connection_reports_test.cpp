#include "route_sources/connection_reports.hpp"

#include <gmock/gmock.h>

#include "support/captured_log.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class ConnectionReportsTest : public testing::Test {
 protected:
  void disconnect() { reports_.disconnected("the router closed it", now_); }

  // What it has logged, without times.
  static std::vector<std::string> lines_of(const std::string& log) {
    std::vector<std::string> lines;
    for (std::size_t at = log.find("BMP: "); at != std::string::npos; at = log.find("BMP: ", at)) {
      const std::size_t end = log.find('\n', at);
      lines.push_back(log.substr(at, end - at));
      at = end;
    }
    return lines;
  }

  MonotonicTime now_{1000h};
  ConnectionReports reports_{"r1"};
};

TEST_F(ConnectionReportsTest, ReportsBeginAndEnd) {
  capture_log();
  reports_.connected();
  disconnect();
  reports_.connected();
  EXPECT_THAT(
      lines_of(captured_log()),
      ElementsAre("BMP: router r1 connected", "BMP: router r1 disconnected: the router closed it",
                  "BMP: router r1 connected"));
}

TEST_F(ConnectionReportsTest, ReportsARouterInALoopOnceAMinute) {
  reports_.connected();
  disconnect();
  reports_.connected();
  capture_log();
  for (int second = 0; second < 60; ++second) {
    disconnect();
    reports_.tick(now_);
    reports_.connected();
    reports_.tick(now_);
    now_ += 1s;
  }
  EXPECT_THAT(lines_of(captured_log()), ElementsAre());
  capture_log();
  disconnect();
  reports_.connected();
  EXPECT_THAT(
      lines_of(captured_log()),
      ElementsAre(
          "BMP: router r1 disconnected: the router closed it (60 similar messages not logged)",
          "BMP: router r1 connected"));
}

TEST_F(ConnectionReportsTest, ReportsARouterThatDoesNotComeBackAfterALoop) {
  reports_.connected();
  disconnect();
  reports_.connected();
  disconnect();
  capture_log();
  now_ += 59s;
  reports_.tick(now_);
  EXPECT_THAT(lines_of(captured_log()), ElementsAre());
  capture_log();
  now_ += 1s;
  reports_.tick(now_);
  reports_.tick(now_);
  EXPECT_THAT(lines_of(captured_log()),
              ElementsAre("BMP: router r1 disconnected: the router closed it"));
}

TEST_F(ConnectionReportsTest, ReportsARouterThatConnectsAgainAfterAReload) {
  reports_.connected();
  reports_.closed();
  capture_log();
  now_ += 1h;
  reports_.tick(now_);
  reports_.connected();
  EXPECT_THAT(lines_of(captured_log()), ElementsAre("BMP: router r1 connected"));
}

}  // namespace
}  // namespace peeringd::test
