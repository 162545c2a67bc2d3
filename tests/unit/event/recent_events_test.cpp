#include "event/recent_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Event event(std::uint64_t id, EventKind kind = EventKind::result_changed,
            EventSubject subject = {"seattle", "203.0.113.0/24"}) {
  Event result{kind};
  result.id = id;
  result.subject = std::move(subject);
  return result;
}

std::vector<std::uint64_t> ids(const EventPage& page) {
  std::vector<std::uint64_t> result;
  for (const Event& each : page.events) result.push_back(each.id);
  return result;
}

TEST(RecentEvents, AreListedNewestFirst) {
  RecentEvents recent;
  for (std::uint64_t id = 1; id <= 3; ++id) recent.add(event(id));
  const EventPage page = recent.find({});
  EXPECT_THAT(ids(page), ElementsAre(3, 2, 1));
  EXPECT_FALSE(page.next);
}

TEST(RecentEvents, ContinueWithTheNextPage) {
  RecentEvents recent;
  for (std::uint64_t id = 1; id <= 5; ++id) recent.add(event(id));
  EventQuery query{.limit = 2};
  std::vector<std::uint64_t> all;
  for (int pages = 0; pages < 10; ++pages) {
    const EventPage page = recent.find(query);
    for (const std::uint64_t id : ids(page)) all.push_back(id);
    query.before = page.next;
    if (!page.next) break;
    recent.add(event(100 + all.size()));  // newer events do not matter
  }
  EXPECT_THAT(all, ElementsAre(5, 4, 3, 2, 1));
}

TEST(RecentEvents, HaveNoNextPageWhenTheLastIsFull) {
  RecentEvents recent;
  for (std::uint64_t id = 1; id <= 4; ++id) recent.add(event(id));
  EXPECT_EQ(recent.find({.limit = 2}).next, 3U);
  EXPECT_FALSE(recent.find({.before = 3, .limit = 2}).next);
}

TEST(RecentEvents, AreFilteredByConnectionPrefixAndKind) {
  RecentEvents recent;
  recent.add(event(1));
  recent.add(event(2, EventKind::source_lost));
  recent.add(event(3, EventKind::source_lost, {"portland", "203.0.113.0/24"}));
  recent.add(event(4, EventKind::source_lost, {"portland", "198.51.100.0/24"}));
  EXPECT_THAT(ids(recent.find({.connection = "portland"})), ElementsAre(4, 3));
  EXPECT_THAT(ids(recent.find({.prefix = "203.0.113.0/24"})), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids(recent.find({.kind = EventKind::source_lost})), ElementsAre(4, 3, 2));
  EXPECT_THAT(ids(recent.find({.connection = "portland", .prefix = "203.0.113.0/24"})),
              ElementsAre(3));
  EXPECT_THAT(ids(recent.find({.connection = "nowhere"})), IsEmpty());
}

TEST(RecentEvents, KeepTheLatest) {
  RecentEvents recent;
  for (std::uint64_t id = 1; id <= RecentEvents::capacity + 5; ++id) recent.add(event(id));
  EventQuery query{.before = 8, .limit = max_events_listed};
  EXPECT_THAT(ids(recent.find(query)), ElementsAre(7, 6));
}

TEST(RecentEvents, OmitDebugEvents) {
  RecentEvents recent;
  Event detail = event(1);
  detail.level = EventLevel::debug;
  recent.add(detail);
  EXPECT_THAT(ids(recent.find({})), IsEmpty());
}

}  // namespace
}  // namespace peeringd
