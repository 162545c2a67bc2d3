#include "event/event_bus.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "support/manual_clock.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

class EventBusTest : public ::testing::Test {
 protected:
  EventBusTest() {
    bus_.subscribe([this](const Event& event) { seen_.push_back(event); });
  }

  test::ManualClock clock_;
  EventBus bus_{clock_};
  std::vector<Event> seen_;
};

TEST_F(EventBusTest, AssignsATimeAndAnIncreasingId) {
  bus_.publish({EventKind::started});
  bus_.publish({EventKind::source_lost});
  clock_.advance(1s);
  bus_.publish({EventKind::source_found});
  ASSERT_EQ(seen_.size(), 3U);
  EXPECT_EQ(seen_[0].time, seen_[1].time);
  EXPECT_EQ(seen_[1].id, seen_[0].id + 1) << "within a microsecond";
  EXPECT_EQ(seen_[2].id, seen_[0].id + 1'000'000) << "ids are microseconds";
  EXPECT_EQ(seen_[2].kind, EventKind::source_found);
}

TEST_F(EventBusTest, KeepsIdsIncreasingWhenTheClockIsSetBack) {
  bus_.publish({EventKind::started});
  clock_.step_wall(-1h);
  bus_.publish({EventKind::source_lost});
  EXPECT_EQ(seen_[1].id, seen_[0].id + 1);
  EXPECT_LT(seen_[1].time, seen_[0].time);
}

TEST_F(EventBusTest, ReachesAllSubscribers) {
  std::vector<EventKind> others;
  bus_.subscribe([&](const Event& event) { others.push_back(event.kind); });
  bus_.sink()({EventKind::pop_changed});
  EXPECT_EQ(others, std::vector{EventKind::pop_changed});
  EXPECT_EQ(seen_.size(), 1U);
}

TEST(EventText, StartsWithItsSubject) {
  Event event{EventKind::source_lost};
  event.summary = "gone";
  EXPECT_EQ(to_string(event), "gone");
  event.subject = {"seattle", "203.0.113.0/24", "teams"};
  EXPECT_EQ(to_string(event), "seattle 203.0.113.0/24 teams: gone");
  event.subject = {.group = "west"};
  EXPECT_EQ(to_string(event), "redundancy group west: gone");
  event.subject = {.endpoint = "teams"};
  EXPECT_EQ(to_string(event), "teams: gone");
}

}  // namespace
}  // namespace peeringd
