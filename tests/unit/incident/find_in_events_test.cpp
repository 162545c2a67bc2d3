#include "incident/find_in_events.hpp"

#include <gmock/gmock.h>

#include "unit/incident/simulated_records.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::midnight;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class EventSequence {
 public:
  EventSequence& at(std::chrono::seconds time) {
    now_ = midnight + time;
    return *this;
  }
  EventSequence& event(EventKind kind, EventSubject subject, std::vector<EventField> fields = {}) {
    Event event{kind, EventLevel::info, std::move(subject), "text", std::move(fields)};
    event.time = now_;
    events_.push_back(std::move(event));
    return *this;
  }
  std::vector<Incident> found(std::vector<HistorySpan> runs = {}) const {
    return find_in_events(events_, runs);
  }
  std::vector<Incident> found_after(EarlierIncidents earlier) const {
    return find_in_events(events_, {}, std::move(earlier));
  }

 private:
  Moment now_ = midnight;
  std::vector<Event> events_;
};

const EventSubject connection{"ams-contoso"};
const EventSubject prefix{"ams-contoso", "198.18.20.0/24"};

EventSubject path(const char* endpoint) {
  return {"ams-contoso", "198.18.20.0/24", endpoint};
}

TEST(FindInEvents, FindsAnOutageWithStartAndEnd) {
  EventSequence story;
  story.at(10h + 30s).event(EventKind::connection_down, connection,
                            {{"reason", std::string("no answer on 2 of 2 prefixes")}});
  story.at(10h + 13min).event(EventKind::connection_up, connection, {{"lasted_seconds", 780.0}});
  const auto found = story.found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].kind, IncidentKind::outage);
  EXPECT_EQ(found[0].from, midnight + 10h);
  EXPECT_EQ(found[0].to, midnight + 10h + 13min);
  EXPECT_EQ(found[0].detail, "no answer on 2 of 2 prefixes");
}

TEST(FindInEvents, LeavesAnOutageOpenThatHasNotEnded) {
  EventSequence story;
  story.at(10h).event(EventKind::connection_down, connection);
  ASSERT_THAT(story.found(), SizeIs(1));
  EXPECT_FALSE(story.found()[0].to);
}

TEST(FindInEvents, ReadsTheStartOfAnOutageFromItsEnd) {
  EventSequence story;
  story.at(1h).event(EventKind::connection_up, connection, {{"lasted_seconds", 7200.0}});
  ASSERT_THAT(story.found(), SizeIs(1));
  EXPECT_EQ(story.found()[0].from, midnight - 1h);
}

TEST(FindInEvents, CountsAnOutageOfAPrefixOnlyOutsideOneOfItsConnection) {
  EventSequence story;
  story.at(1h).event(EventKind::prefix_down, prefix);
  story.event(EventKind::connection_down, connection);
  story.at(2h).event(EventKind::prefix_up, prefix);
  story.event(EventKind::connection_up, connection);
  story.at(5h).event(EventKind::prefix_down, prefix);
  const auto found = story.found();
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].prefix, "");
  EXPECT_EQ(found[1].prefix, "198.18.20.0/24");
  EXPECT_EQ(found[1].from, midnight + 5h);
}

TEST(FindInEvents, MarksAnOutageDuringMaintenance) {
  EventSequence story;
  story.at(1h).event(EventKind::maintenance_began, connection);
  story.at(2h).event(EventKind::connection_down, connection);
  story.event(EventKind::connection_up, connection);
  story.at(3h).event(EventKind::maintenance_ended, connection);
  story.at(4h).event(EventKind::connection_down, connection);
  ASSERT_THAT(story.found(), SizeIs(2));
  EXPECT_TRUE(story.found()[0].maintenance);
  EXPECT_FALSE(story.found()[1].maintenance);
}

TEST(FindInEvents, JoinsTheEndpointsOfAChangeOfThePop) {
  EventSequence story;
  const std::vector<EventField> fields{{"from", std::string("AMS")}, {"to", std::string("FRA")}};
  story.at(4h).event(EventKind::pop_changed, path("teams"), fields);
  story.at(4h + 10min).event(EventKind::pop_changed, path("exchange"), fields);
  const auto found = story.found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].detail, "AMS to FRA");
  EXPECT_THAT(found[0].endpoints, ElementsAre("teams", "exchange"));
  EXPECT_FALSE(found[0].to);
}

TEST(FindInEvents, EndsAChangeOfThePopWhenTheOriginalOneAnswersAgain) {
  EventSequence story;
  const std::vector<EventField> away{{"from", std::string("AMS")}, {"to", std::string("FRA")}};
  const std::vector<EventField> back{{"from", std::string("FRA")}, {"to", std::string("AMS")}};
  story.at(4h).event(EventKind::pop_changed, path("teams"), away);
  story.event(EventKind::pop_changed, path("exchange"), away);
  story.at(9h).event(EventKind::pop_changed, path("teams"), back);
  story.event(EventKind::pop_changed, path("exchange"), back);
  const auto found = story.found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].to, midnight + 9h);
}

TEST(FindInEvents, KeepsChangesOfThePopOfTwoConnectionsApart) {
  const EventSubject here{"ams-contoso", "198.18.20.0/24", "teams"};
  const EventSubject there{"lon-contoso", "198.18.20.0/24", "teams"};
  EventSequence story;
  const std::vector<EventField> away{{"from", std::string("AMS")}, {"to", std::string("FRA")}};
  const std::vector<EventField> back{{"from", std::string("FRA")}, {"to", std::string("AMS")}};
  story.at(4h).event(EventKind::pop_changed, here, away);
  story.at(9h).event(EventKind::pop_changed, here, back);
  story.at(9h + 1min).event(EventKind::pop_changed, there, back);
  const auto found = story.found();
  ASSERT_THAT(found, SizeIs(2)) << "the same prefix may be in both";
  EXPECT_EQ(found[0].connection, "ams-contoso");
  EXPECT_EQ(found[0].to, midnight + 9h);
  EXPECT_EQ(found[1].connection, "lon-contoso");
  EXPECT_EQ(found[1].detail, "FRA to AMS");
}

TEST(FindInEvents, EndsAMismatchWithItsRunUnlessTheNextOneReportsIt) {
  EventSequence story;
  story.at(1h).event(EventKind::egress_mismatch, prefix, {{"address", std::string("203.0.113.7")}});
  const std::vector<HistorySpan> one{{midnight, midnight + 2h}};
  const std::vector<HistorySpan> two{{midnight, midnight + 2h}, {midnight + 3h, midnight + 4h}};
  EXPECT_FALSE(story.found(one)[0].to);
  EXPECT_EQ(story.found(two)[0].to, midnight + 2h);
  EXPECT_EQ(story.found(two)[0].detail, "203.0.113.7");
  story.at(1h + 30min).event(EventKind::egress_restored, prefix);
  EXPECT_EQ(story.found(two)[0].to, midnight + 1h + 30min);
}

Incident earlier_incident(IncidentKind kind, std::string detail,
                          std::optional<Moment> to = std::nullopt) {
  return {.kind = kind,
          .connection = prefix.connection,
          .prefix = prefix.prefix,
          .from = midnight + 1h,
          .to = to,
          .endpoints = {"teams"},
          .detail = std::move(detail)};
}

TEST(FindInEvents, ContinuesEarlierIncidents) {
  EventSequence story;
  story.at(10h).event(EventKind::prefix_up, prefix, {{"lasted_seconds", 32'400.0}});
  story.at(11h).event(EventKind::egress_restored, prefix);
  story.at(12h).event(EventKind::pop_changed, path("teams"),
                      {{"from", std::string("FRA")}, {"to", std::string("AMS")}});
  const auto found =
      story.found_after({.incidents = {earlier_incident(IncidentKind::outage, "no answer"),
                                       earlier_incident(IncidentKind::egress_mismatch, "192.0.2.1"),
                                       earlier_incident(IncidentKind::pop_change, "AMS to FRA")},
                         .events_from = midnight + 9h,
                         .in_maintenance = {}});
  ASSERT_THAT(found, SizeIs(3)) << "no incident of its own";
  for (const Incident& incident : found) EXPECT_EQ(incident.from, midnight + 1h);
  EXPECT_EQ(found[0].to, midnight + 10h);
  EXPECT_EQ(found[0].detail, "no answer");
  EXPECT_EQ(found[1].to, midnight + 11h);
  EXPECT_EQ(found[2].to, midnight + 12h);
  EXPECT_THAT(found[2].endpoints, ElementsAre("teams"));
}

TEST(FindInEvents, EndsAnEarlierIncidentAgainWithTheSameEvent) {
  EventSequence story;
  story.at(10h).event(EventKind::pop_changed, path("teams"),
                      {{"from", std::string("FRA")}, {"to", std::string("AMS")}});
  const auto found = story.found_after(
      {.incidents = {earlier_incident(IncidentKind::pop_change, "AMS to FRA", midnight + 10h)},
       .events_from = midnight + 9h,
       .in_maintenance = {}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].to, midnight + 10h);
}

TEST(FindInEvents, KeepsTheEndOfAnEarlierIncidentThatNoEventHasEnded) {
  const auto found = EventSequence().found_after(
      {.incidents = {earlier_incident(IncidentKind::outage, "no answer", midnight + 10h)},
       .events_from = midnight + 9h,
       .in_maintenance = {}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].to, midnight + 10h);
}

TEST(FindInEvents, AppliesMaintenanceThatStartedBefore) {
  EventSequence story;
  story.at(10h).event(EventKind::connection_down, connection);
  const auto found = story.found_after(
      {.incidents = {}, .events_from = midnight + 9h, .in_maintenance = {connection.connection}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].maintenance);
}

TEST(FindInEvents, FindsNothingInOtherEvents) {
  EventSequence story;
  story.event(EventKind::started, {}).event(EventKind::result_changed, prefix);
  EXPECT_THAT(story.found(), IsEmpty());
}

}  // namespace
}  // namespace peeringd
