#include "history/incident_table.hpp"

#include <gtest/gtest.h>

#include "history/history_file.hpp"
#include "unit/history/older_schema.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment incident_day{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

Incident incident_of(IncidentKind kind, std::chrono::seconds from,
                     std::optional<std::chrono::seconds> to = {}) {
  Incident incident{
      .kind = kind, .connection = "ams", .prefix = "198.18.20.0/24", .from = incident_day + from};
  if (to) incident.to = incident_day + *to;
  return incident;
}

class IncidentTableTest : public testing::Test {
 protected:
  test::TemporaryFolder folder_;
  HistoryFile file_ = HistoryFile::open(folder_.path(), {}).value();
  IncidentTable table_{file_.database()};
};

TEST_F(IncidentTableTest, ReturnsTheStoredIncident) {
  Incident incident = incident_of(IncidentKind::loss, 1h, 2h);
  incident.endpoints = {"teams", "exchange"};
  incident.detail = "detail";
  incident.maintenance = true;
  incident.text = "1.8 % of the probes were lost.";
  incident.before = {100, 99, 1, 3ms, 5ms};
  incident.during = {100, 0, 100, {}, {}};
  incident.after = PhaseFigures{50, 50, 0, 3ms, 4ms};
  incident.id = table_.put(incident);
  EXPECT_EQ(table_.find(incident.id), incident);
  EXPECT_FALSE(table_.find(incident.id + 1));
}

TEST_F(IncidentTableTest, UpdatesAnIncidentThatHasAnId) {
  Incident incident = incident_of(IncidentKind::outage, 1h);
  incident.id = table_.put(incident);
  incident.to = incident_day + 2h;
  EXPECT_EQ(table_.put(incident), incident.id);
  EXPECT_EQ(table_.find(IncidentQuery{}).size(), 1U);
  EXPECT_EQ(table_.find(incident.id)->to, incident_day + 2h);
}

TEST_F(IncidentTableTest, NeverUsesAnIdAgain) {
  const std::int64_t first = table_.put(incident_of(IncidentKind::loss, 1h, 2h));
  table_.drop(incident_day + 3h);
  EXPECT_FALSE(table_.find(first));
  EXPECT_GT(table_.put(incident_of(IncidentKind::loss, 4h, 5h)), first);
}

TEST_F(IncidentTableTest, KeepsAnOpenIncidentWhenItDropsOldOnes) {
  Incident open = incident_of(IncidentKind::loss, 30h);
  const std::int64_t id = table_.put(open);
  table_.drop(incident_day + 20h);
  EXPECT_TRUE(table_.find(id));
}

TEST_F(IncidentTableTest, FindsIncidentsOfASpanNewestFirst) {
  table_.put(incident_of(IncidentKind::loss, 1h, 2h));
  table_.put(incident_of(IncidentKind::outage, 3h, 4h));
  table_.put(incident_of(IncidentKind::pop_change, 5h));
  const auto starts = [&](const IncidentQuery& query) {
    std::vector<std::chrono::hours> found;
    for (const Incident& incident : table_.find(query)) {
      found.push_back(std::chrono::floor<std::chrono::hours>(incident.from - incident_day));
    }
    return found;
  };
  using Hours = std::vector<std::chrono::hours>;
  EXPECT_EQ(starts({}), (Hours{5h, 3h, 1h}));
  EXPECT_EQ(starts({.limit = 2}), (Hours{5h, 3h}));
  EXPECT_EQ(starts({.from = incident_day + 90min, .to = incident_day + 3h}), (Hours{1h}));
  EXPECT_EQ(starts({.from = incident_day + 100h}), (Hours{5h}));
  EXPECT_EQ(starts({.kind = IncidentKind::outage}), (Hours{3h}));
  EXPECT_EQ(starts({.connection = "other"}), (Hours{}));
}

TEST_F(IncidentTableTest, GoesOnWithTheNextPart) {
  for (int i = 0; i < 5; ++i) table_.put(incident_of(IncidentKind::loss, 1h * (i / 2), 4h));
  std::vector<std::int64_t> ids;
  IncidentQuery query{.limit = 2};
  int parts = 0;
  do {
    const IncidentPage page = table_.find_page(query);
    for (const Incident& incident : page.incidents) ids.push_back(incident.id);
    query.before = page.next;
    ++parts;
  } while (query.before);
  EXPECT_EQ(ids, (std::vector<std::int64_t>{5, 4, 3, 2, 1})) << "also of those that begin together";
  EXPECT_EQ(parts, 3);
  EXPECT_FALSE(table_.find_page({.limit = 5}).next) << "nothing follows";
}

TEST_F(IncidentTableTest, StoresTheEndOfTheSearchedSpan) {
  EXPECT_EQ(table_.searched(), Moment{});
  table_.set_searched(incident_day);
  table_.set_searched(incident_day + 1h);
  EXPECT_EQ(table_.searched(), incident_day + 1h);
}

TEST(IncidentSchema, MigratesAFileOfTheFirstVersion) {
  test::TemporaryFolder folder;
  {
    HistoryFile file = HistoryFile::open(folder.path(), {}).value();
    test::make_third_version(file.database());
    file.database().run("DROP VIEW incidents");
    file.database().run("DROP TABLE incident");
    file.database().run("DROP TABLE incident_search");
    file.database().run("DROP VIEW reachability");
    file.database().run("DROP TABLE reach");
    file.database().run("DROP INDEX event_of_connection");
    file.database().run("DROP INDEX event_of_kind");
    file.database().run("DROP INDEX event_of_prefix");
    file.database().run("PRAGMA user_version = 1");
    file.database().run("INSERT INTO series VALUES (0, 'a', 'b', '', '')");
  }
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  EXPECT_TRUE(file.set_aside().empty());
  IncidentTable table(file.database());
  EXPECT_GT(table.put(incident_of(IncidentKind::loss, 1h)), 0);
  EXPECT_EQ(file.database().number("SELECT count(*) FROM incidents"), 1);
  EXPECT_EQ(file.database().number("SELECT count(*) FROM series"), 1);
}

struct SameCase {
  const char* name;
  Incident stored;
  Incident found;
  bool same;
};

class IsSameIncidentTest : public testing::TestWithParam<SameCase> {};

TEST_P(IsSameIncidentTest, ComparesKindSubjectAndTime) {
  EXPECT_EQ(is_same_incident(GetParam().stored, GetParam().found), GetParam().same);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, IsSameIncidentTest,
    testing::Values(
        SameCase{"loss_that_has_gone_on", incident_of(IncidentKind::loss, 1h),
                 incident_of(IncidentKind::loss, 2h, 3h), true},
        SameCase{"loss_after_ten_minutes", incident_of(IncidentKind::loss, 1h, 2h),
                 incident_of(IncidentKind::loss, 130min, 3h), true},
        SameCase{"loss_after_an_hour", incident_of(IncidentKind::loss, 1h, 2h),
                 incident_of(IncidentKind::loss, 3h, 4h), false},
        SameCase{"another_kind", incident_of(IncidentKind::loss, 1h, 2h),
                 incident_of(IncidentKind::outage, 1h, 2h), false},
        SameCase{"an_episode_that_stays", incident_of(IncidentKind::latency_episode, 1h),
                 incident_of(IncidentKind::latency_shift, 1h), true},
        SameCase{"an_episode_long_after_a_shift", incident_of(IncidentKind::latency_shift, 1h),
                 incident_of(IncidentKind::latency_episode, 30h, 31h), false},
        SameCase{"a_second_outage", incident_of(IncidentKind::outage, 1h, 2h),
                 incident_of(IncidentKind::outage, 130min, 3h), false},
        SameCase{"a_second_outage_soon", incident_of(IncidentKind::outage, 60min, 61min),
                 incident_of(IncidentKind::outage, 62min), false},
        SameCase{"a_mismatch_soon_after_another",
                 incident_of(IncidentKind::egress_mismatch, 60min, 61min),
                 incident_of(IncidentKind::egress_mismatch, 62min), false},
        SameCase{"a_pop_after_another", incident_of(IncidentKind::pop_change, 60min, 61min),
                 incident_of(IncidentKind::pop_change, 61min), false},
        SameCase{"a_pop_after_one_that_stays", incident_of(IncidentKind::pop_change, 1h),
                 incident_of(IncidentKind::pop_change, 1000h), false},
        SameCase{"a_short_one_again", incident_of(IncidentKind::outage, 1h, 1h),
                 incident_of(IncidentKind::outage, 1h, 1h), true},
        SameCase{"the_same_outage", incident_of(IncidentKind::outage, 61min),
                 incident_of(IncidentKind::outage, 1h, 2h), true}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace peeringd
