#include "history/incident_search.hpp"

#include <gtest/gtest.h>

#include "history/incident_reader.hpp"
#include "unit/history/incident_search_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

using test::IncidentSearchTest;

TEST_F(IncidentSearchTest, FindsNothingInQuietRecords) {
  pass(180, 10ms);
  EXPECT_TRUE(found().empty());
}

TEST_F(IncidentSearchTest, KeepsTheIdOfALossThatGrows) {
  pass(120, 10ms);
  pass(10, 10ms, 10);
  auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].kind, IncidentKind::loss);
  EXPECT_EQ(incidents[0].from, now() - 10min);
  EXPECT_FALSE(incidents[0].to);
  const std::int64_t id = incidents[0].id;
  pass(10, 10ms, 10);
  pass(40, 10ms);
  incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].id, id);
  EXPECT_EQ(incidents[0].from, now() - 60min);
  EXPECT_EQ(incidents[0].to, now() - 40min);
  EXPECT_GT(incidents[0].during.loss_ratio(), 0.05);
  EXPECT_EQ(incidents[0].before.lost, 0U);
  ASSERT_TRUE(incidents[0].after);
  EXPECT_EQ(incidents[0].after->lost, 0U);
  EXPECT_EQ(incidents[0].endpoints, (std::vector<std::string>{"exchange", "teams"}));
  EXPECT_TRUE(incidents[0].text.find("of the probes were lost") != std::string::npos);
}

TEST_F(IncidentSearchTest, SearchesOnceAnHourByItself) {
  pass(70, 10ms);
  pass(20, 10ms, 10);
  pass(70, 10ms);
  EXPECT_EQ(writer_->opened()->incidents.find(IncidentQuery{}).size(), 1U);
}

TEST_F(IncidentSearchTest, FindsAShiftThatBeganAsAnEpisode) {
  pass(8 * 60, 10ms);
  pass(60, 20ms);
  auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].kind, IncidentKind::latency_episode);
  const Moment begin = incidents[0].from;
  const std::int64_t id = incidents[0].id;
  EXPECT_EQ(begin, now() - 1h);
  pass(6 * 60, 20ms);
  incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].kind, IncidentKind::latency_shift);
  EXPECT_EQ(incidents[0].id, id);
  EXPECT_EQ(incidents[0].from, begin);
  EXPECT_TRUE(incidents[0].text.ends_with(" and stayed there."));
}

// An hour of silence ends an episode. What follows is no rise, if it is found late.
TEST_F(IncidentSearchTest, FindsNoEpisodeThatIsNotSlowerThanTheTimeBefore) {
  pass(8 * 60, 10ms);
  pass(60, 20ms);
  clock_.advance(70min);
  upkeep_ = false;
  pass(180, 20ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].from, now() - 310min);
}

TEST_F(IncidentSearchTest, FindsAnOutageAndNoLossDuringIt) {
  const EventSubject connection{"a"};
  pass(60, 10ms);
  publish(EventKind::connection_down, connection, {{"reason", std::string("no answer")}});
  pass(12, 10ms, 1);
  publish(EventKind::connection_up, connection, {{"lasted_seconds", 720.0}});
  pass(40, 10ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].kind, IncidentKind::outage);
  EXPECT_EQ(incidents[0].text,
            "No prefix of the connection reached the edge for 12 min: no answer.");
  EXPECT_EQ(incidents[0].during.received, 0U);
  EXPECT_EQ(incidents[0].endpoints.size(), 2U);
}

TEST_F(IncidentSearchTest, KeepsOutagesThatFollowShortlyApart) {
  const EventSubject connection{"a"};
  pass(60, 10ms);
  for (int outage = 0; outage < 2; ++outage) {
    publish(EventKind::connection_down, connection, {{"reason", std::string("no answer")}});
    pass(1, 10ms, 1);
    publish(EventKind::connection_up, connection, {{"lasted_seconds", 60.0}});
    pass(1, 10ms);
  }
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 2U);
  for (const Incident& incident : incidents) {
    EXPECT_EQ(incident.text, "No prefix of the connection reached the edge for 1 min: no answer.");
  }
  EXPECT_EQ(found(), incidents) << "nor are they found twice";
}

TEST_F(IncidentSearchTest, SearchesTheEventsAgainAfterAnError) {
  const EventSubject connection{"a"};
  pass(30, 10ms);
  publish(EventKind::connection_down, connection, {{"reason", std::string("no answer")}});
  publish(EventKind::connection_up, connection, {{"lasted_seconds", 60.0}});
  pass(10, 10ms);
  OpenHistory& history = *writer_->opened();
  Database& database = history.file.database();
  database.run(
      "CREATE TRIGGER refuse BEFORE INSERT ON incident BEGIN SELECT RAISE(ABORT, 'no'); END");
  IncidentSearch search;
  const Moment later = now() + 1h;
  EXPECT_FALSE(search.search_some(history, later));
  database.run("DROP TRIGGER refuse");
  for (auto more = search.search_some(history, later); more && *more;) {
    more = search.search_some(history, later);
  }
  EXPECT_EQ(history.incidents.find(IncidentQuery{}).size(), 1U);
}

TEST_F(IncidentSearchTest, EndsAnOutageThatEndedDuringARestart) {
  pass(60, 10ms);
  publish(EventKind::connection_down, {"a"}, {{"reason", std::string("no answer")}});
  pass(10, 10ms, 1);
  restart();
  pass(2, 10ms, 1);
  pass(10, 10ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].to, now() - 10min);
}

TEST_F(IncidentSearchTest, ContinuesAfterTheClockWasSetBack) {
  pass(120, 10ms);
  EXPECT_TRUE(found().empty());
  clock_.step_wall(-40min);
  pass(70, 10ms);
  EXPECT_LE(writer_->opened()->incidents.searched(), now());
  EXPECT_GT(writer_->opened()->incidents.searched(), now() - 1h);
}

TEST_F(IncidentSearchTest, ReadsTheEvidence) {
  pass(120, 10ms);
  pass(30, 10ms, 10);
  pass(60, 10ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  const auto view = read_incident(*writer_->opened(), incidents[0].id, {}, now());
  ASSERT_TRUE(view);
  EXPECT_EQ(view->grid.step, 1min);
  EXPECT_EQ(view->path.points.size(), view->minutes);
  EXPECT_EQ(view->unmeasured, 0U);
  PeriodRecord sum;
  for (const PeriodRecord& point : view->path.points) sum += point;
  const PhaseRecords& phases = view->path.phases;
  EXPECT_EQ(phases.before.sent + phases.during.sent + phases.after.sent, sum.sent);
  EXPECT_EQ(phases.during.sent, 30U * 24);
  EXPECT_EQ(view->endpoints.size(), 2U);
  EXPECT_EQ(view->endpoints[0].phases.during.sent, 30U * 12);
  EXPECT_EQ(view->endpoints[0].probes.size(), 2U);
  EXPECT_FALSE(read_incident(*writer_->opened(), 99, {}, now()));
}

TEST_F(IncidentSearchTest, FindsTheEgressFromBeforeTheEvidence) {
  const EventSubject prefix{"a", "198.18.0.0/24", {}, {}};
  pass(60, 10ms);
  const Moment left = now();
  publish(EventKind::egress_mismatch, prefix, {{"address", std::string("203.0.113.77")}});
  pass(60, 10ms);
  pass(30, 10ms, 10);
  pass(60, 10ms);
  const std::int64_t id = found().front().id;
  const auto loss = [&](std::int64_t one) {
    const auto view = read_incident(*writer_->opened(), one, {}, now());
    EXPECT_TRUE(view);
    EXPECT_EQ(view->incident.kind, IncidentKind::loss);
    EXPECT_GT(view->phases.begin, left);
    return view.value_or(IncidentView{});
  };
  ASSERT_EQ(loss(id).egress_before.size(), 1U);
  EXPECT_EQ(loss(id).egress_before[0].time, left);
  EXPECT_TRUE(loss(id).egress_measured.empty()) << "no probe is of STUN";
  publish(EventKind::egress_restored, prefix, {{"address", std::string("198.18.0.1")}});
  EXPECT_EQ(loss(id).egress_before.size(), 1U) << "that was later";
  pass(60, 10ms);
  pass(30, 10ms, 10);
  pass(40, 10ms);
  EXPECT_TRUE(loss(found().front().id).egress_before.empty());
}

TEST_F(IncidentSearchTest, KnowsNoEgressFromBeforeARestart) {
  pass(60, 10ms);
  publish(EventKind::egress_mismatch, {"a", "198.18.0.0/24", {}, {}},
          {{"address", std::string("203.0.113.77")}});
  pass(1, 10ms);
  restart();
  publish(EventKind::started, {}, {});
  pass(60, 10ms);
  pass(30, 10ms, 10);
  pass(60, 10ms);
  const auto view = read_incident(*writer_->opened(), found().front().id, {}, now());
  ASSERT_TRUE(view);
  EXPECT_TRUE(view->egress_before.empty());
}

Config config_with_stun() {
  Config config = test::simulated_config(1);
  config.endpoints[1].probes = {{StunOptions{}, 10s, 1s, "stun"}};
  return config;
}

class IncidentSearchWithStun : public IncidentSearchTest {
 protected:
  IncidentSearchWithStun() : IncidentSearchTest(config_with_stun()) {}
};

TEST_F(IncidentSearchWithStun, KnowsOfWhichPrefixTheEgressWasMeasured) {
  pass(60, 10ms);
  pass(30, 10ms, 10);
  pass(60, 10ms);
  const auto view = read_incident(*writer_->opened(), found().front().id, {}, now());
  ASSERT_TRUE(view);
  EXPECT_EQ(view->egress_measured, (std::vector<std::string>{"198.18.0.0/24"}));
}

TEST_F(IncidentSearchTest, EndsTheOutageOfAPrefixWithThatOfItsConnection) {
  pass(30, 10ms);
  const EventSubject connection{.connection = run_.snapshot().config->connections[0].name};
  EventSubject prefix = connection;
  prefix.prefix = run_.snapshot().config->connections[0].prefixes[0].label;
  publish(EventKind::prefix_down, prefix, {});
  pass(2, 10ms, 1);
  ASSERT_EQ(found().size(), 1U) << "that of the prefix, which is stored";
  publish(EventKind::connection_down, connection, {});
  pass(20, 10ms, 1);
  publish(EventKind::connection_up, connection, {});
  publish(EventKind::prefix_up, prefix, {});
  pass(5, 10ms);
  for (const Incident& incident : found()) EXPECT_TRUE(incident.to) << incident.prefix;
}

TEST_F(IncidentSearchTest, KeepsAnOutageOpenAfterASingleAnswer) {
  pass(30, 10ms);
  const EventSubject connection{.connection = run_.snapshot().config->connections[0].name};
  publish(EventKind::connection_down, connection, {});
  pass(10, 10ms, 1);
  run_.answer(0, 10ms);
  pass(10, 10ms, 1);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_FALSE(incidents[0].to);
}

TEST_F(IncidentSearchTest, EndsAnOldOutageWithoutReadingOldEvents) {
  pass(30, 10ms);
  const EventSubject connection{.connection = run_.snapshot().config->connections[0].name};
  publish(EventKind::connection_down, connection, {{"reason", std::string("no answer")}});
  pass(10 * 60, 10ms, 1);
  const auto open = found();
  ASSERT_EQ(open.size(), 1U);
  EXPECT_FALSE(open[0].to);
  writer_->opened()->file.database().run("DELETE FROM event");  // whatever it reads now is new
  publish(EventKind::connection_up, connection, {});
  pass(5, 10ms);
  const auto incidents = found();
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].id, open[0].id);
  EXPECT_EQ(incidents[0].from, open[0].from);
  EXPECT_EQ(incidents[0].to, now() - 5min);
  EXPECT_TRUE(incidents[0].text.ends_with(": no answer.")) << incidents[0].text;
}

TEST_F(IncidentSearchTest, ReadsTheEvidenceOfAMonthInFewPoints) {
  pass(60, 10ms);
  Incident incident{.kind = IncidentKind::outage,
                    .connection = run_.snapshot().config->connections[0].name,
                    .from = now() - 30 * 24h,
                    .to = now() - 13min};
  const auto id = writer_->opened()->incidents.put(incident);
  const auto view = read_incident(*writer_->opened(), id, {}, now());
  ASSERT_TRUE(view);
  EXPECT_LE(view->path.points.size(), 400U);
  EXPECT_EQ(view->path.phases.during.sent, 47U * 24) << "to the minute";
  EXPECT_EQ(view->path.phases.after.sent, 13U * 24);
  EXPECT_GE(view->minutes, 30U * 24 * 60);
  EXPECT_EQ(view->minutes - view->unmeasured, 60U);
}

TEST_F(IncidentSearchTest, ListsRecentIncidents) {
  IncidentTable& table = writer_->opened()->incidents;
  const auto put = [&](IncidentKind kind, const char* prefix, Moment from,
                       std::optional<Moment> to) {
    table.put({.kind = kind, .connection = "a", .prefix = prefix, .from = from, .to = to});
  };
  using std::chrono::days;
  put(IncidentKind::latency_shift, "p", now() - days{40}, std::nullopt);
  put(IncidentKind::outage, "p", now() - days{40}, std::nullopt);
  put(IncidentKind::latency_shift, "p", now() - days{20}, std::nullopt);
  put(IncidentKind::loss, "p", now() - 3h, now() - 2h);
  put(IncidentKind::loss, "p", now() - 2h, now() - 1h);
  put(IncidentKind::loss, "q", now() - 2h, now() - 1h);
  EXPECT_EQ(table.recent(now() - 90min).size(), 4U);
  EXPECT_EQ(table.recent_of("a", "p", now() - 90min).size(), 3U);
}

}  // namespace
}  // namespace peeringd
