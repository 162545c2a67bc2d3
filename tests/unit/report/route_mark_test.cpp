#include "report/route_mark.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

class RouteMarkTest : public testing::Test {
 protected:
  void set(RouteSignal signal, std::optional<bool> bad, const std::string& note = {}) {
    prefix_.signals[static_cast<std::size_t>(signal)] = {true, bad, false, note};
  }

  RouteMark mark() const { return route_mark(prefix_); }

  PrefixRouteReport prefix_;
};

TEST_F(RouteMarkTest, IsUnknownWithoutARouteSource) {
  EXPECT_EQ(mark().state, "unknown");
  EXPECT_EQ(mark().word, "not monitored");
}

TEST_F(RouteMarkTest, IsOkWhileAllSignalsAreGood) {
  set(RouteSignal::origin, false);
  set(RouteSignal::withdrawn, false);
  EXPECT_EQ(mark().state, "ok");
  EXPECT_EQ(mark().text, "");
  set(RouteSignal::visibility, std::nullopt);
  EXPECT_EQ(mark().state, "ok") << "few RIS peers are known after each start";
}

TEST_F(RouteMarkTest, IsNeverOkWhileASignalIsUnknown) {
  set(RouteSignal::origin, false);
  set(RouteSignal::backup_withdrawn, std::nullopt);
  EXPECT_EQ(mark().state, "unknown");
  EXPECT_EQ(mark().word, "partly known");
  EXPECT_EQ(mark().text, "unknown: whether a backup session has the route");
  set(RouteSignal::origin, std::nullopt);
  set(RouteSignal::backup_withdrawn, false);
  EXPECT_EQ(mark().word, "unknown");
  EXPECT_EQ(mark().text, "unknown: the origin");
  set(RouteSignal::backup_withdrawn, std::nullopt);
  EXPECT_EQ(mark().text, "no source shows its routes now");
}

TEST_F(RouteMarkTest, NamesTheWorstAnomaly) {
  set(RouteSignal::origin, std::nullopt);
  set(RouteSignal::upstream, true, "route through AS 1");
  EXPECT_EQ(mark().state, "warning");
  EXPECT_EQ(mark().text, "route through AS 1");
  set(RouteSignal::withdrawn, true, "no primary session has the route");
  EXPECT_EQ(mark().state, "bad");
  EXPECT_EQ(mark().word, "withdrawn");
  set(RouteSignal::origin, true, "announced by AS 2");
  EXPECT_EQ(mark().word, "wrong origin");
}

TEST_F(RouteMarkTest, IsAWarningIfTheOriginIsRpkiValid) {
  prefix_.signals[0] = {true, true, true, "announced by AS 2"};
  EXPECT_EQ(mark().state, "warning");
  EXPECT_EQ(mark().word, "wrong origin");
}

TEST_F(RouteMarkTest, IsAWarningForABrokenRequirement) {
  set(RouteSignal::origin, false);
  prefix_.anomalies = {{EventKind::requirement, "203.0.113.0/24", 0, "prepended path", {}}};
  EXPECT_EQ(mark().state, "warning");
  EXPECT_EQ(mark().text, "prepended path");
}

}  // namespace
}  // namespace peeringd
