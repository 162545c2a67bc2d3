#include "trace/trace_progress.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using test::address;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum TraceReport::Kind;

class TraceProgressTest : public ::testing::Test {
 protected:
  void report(TraceReport::Kind kind, const char* reporter, int hop_limit) {
    progress_.note({kind, address(reporter), static_cast<std::uint8_t>(hop_limit)});
  }
  std::string text() const { return to_string(progress_.result({})); }

  TraceProgress progress_{address("203.0.113.10"), address("192.0.2.10"), {.hops = 6}};
};

TEST_F(TraceProgressTest, NamesTheRoutersUpToTheDestination) {
  EXPECT_THAT(progress_.next_round(), ElementsAre(1, 2, 3, 4, 5, 6));
  report(time_exceeded, "203.0.113.1", 1);
  report(port_unreachable, "192.0.2.10", 3);
  report(port_unreachable, "192.0.2.10", 4);
  EXPECT_FALSE(progress_.complete());
  EXPECT_THAT(progress_.next_round(), ElementsAre(2)) << "there is nothing beyond the destination";
  report(time_exceeded, "198.18.0.1", 2);
  EXPECT_TRUE(progress_.complete());
  EXPECT_THAT(progress_.next_round(), IsEmpty());
  EXPECT_THAT(progress_.result({}).hops,
              ElementsAre(address("203.0.113.1"), address("198.18.0.1"), address("192.0.2.10")));
  EXPECT_EQ(text(), "reaches 192.0.2.10 after 3 hops");
}

TEST_F(TraceProgressTest, EndsAfterTheLastRouterThatAnswers) {
  progress_.next_round();
  report(time_exceeded, "203.0.113.1", 1);
  report(time_exceeded, "198.18.0.1", 3);
  EXPECT_THAT(progress_.next_round(), ElementsAre(2, 4, 5, 6));
  EXPECT_THAT(progress_.next_round(), ElementsAre(2, 4, 5, 6));
  EXPECT_THAT(progress_.next_round(), IsEmpty()) << "a hop is probed in three rounds at most";
  EXPECT_THAT(progress_.result({}).hops,
              ElementsAre(address("203.0.113.1"), std::nullopt, address("198.18.0.1")));
  EXPECT_EQ(text(), "ends after hop 3 198.18.0.1");
}

TEST_F(TraceProgressTest, EndsAtARouterThatReportsTheDestinationUnreachable) {
  progress_.next_round();
  report(time_exceeded, "203.0.113.1", 1);
  for (const int hop : {6, 4, 2, 3}) report(unreachable, "198.18.0.1", hop);
  EXPECT_TRUE(progress_.complete());
  EXPECT_EQ(text(), "ends at hop 2 198.18.0.1, which reports the destination unreachable");
}

TEST_F(TraceProgressTest, ReportsThatNoRouterAnswers) {
  progress_.next_round();
  EXPECT_EQ(text(), "ends before the first hop: no router answers");
}

TEST_F(TraceProgressTest, RecognizesTheKernelsReportOfASilentNextHop) {
  progress_.next_round();
  report(unreachable, "203.0.113.10", 1);
  EXPECT_FALSE(progress_.complete());
  EXPECT_TRUE(progress_.result({}).next_hop_silent);
  EXPECT_EQ(text(), "ends before the first hop: the next hop is silent");
  report(time_exceeded, "203.0.113.1", 1);
  EXPECT_FALSE(progress_.result({}).next_hop_silent) << "the server has answered after all";
}

TEST_F(TraceProgressTest, IgnoresReportsAboutOtherPackets) {
  progress_.next_round();
  report(time_exceeded, "203.0.113.1", 0);
  report(time_exceeded, "203.0.113.1", 7);
  EXPECT_THAT(progress_.result({}).hops, IsEmpty());
}

TEST(PathTrace, ReportsWhyThereIsNoTrace) {
  PathTrace trace;
  trace.problem = "Permission denied";
  EXPECT_EQ(to_string(trace), "could not be traced: Permission denied");
}

}  // namespace
}  // namespace peeringd
