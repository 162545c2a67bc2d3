#include "history/journal.hpp"

#include <gtest/gtest.h>

#include "history/history_file.hpp"
#include "history/reach_journal.hpp"
#include "history/record_store.hpp"
#include "history/rename.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment limit{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

TEST(HistoryJournal, KeepsTheResultThatHoldsAtTheLimit) {
  const test::TemporaryFolder folder;
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  Journal journal(file.database());
  const EventSubject seattle{.connection = "seattle"};
  journal.add(ResultChange{seattle, limit - 48h, TestResult::warning, "loss"});
  journal.add(ResultChange{seattle, limit - 24h, TestResult::pass, ""});
  journal.add(ResultChange{seattle, limit + 24h, TestResult::fail, "loss"});
  journal.drop(limit);
  const auto results = journal.results(seattle, limit, limit + 48h, 10);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].result, TestResult::pass);
  EXPECT_EQ(results[0].time, limit - 24h);
}

TEST(HistoryJournal, ReturnsTheNewestOfTooManyResultsAndChanges) {
  const test::TemporaryFolder folder;
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  Journal journal(file.database());
  const EventSubject prefix{.connection = "seattle", .prefix = "198.18.0.0/24"};
  for (int i = 0; i < 10; ++i) {
    journal.add(ResultChange{prefix, limit + i * 1min, TestResult::fail, std::to_string(i)});
    Event event{EventKind::pop_changed, EventLevel::info, prefix, "text", {}};
    event.id =
        static_cast<std::uint64_t>((limit + i * 1min).time_since_epoch().count()) * 1'000'000;
    journal.add(event);
  }
  const auto results = journal.results(prefix, limit, limit + 1h, 3);
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results.front().reason, "7");
  EXPECT_EQ(results.back().reason, "9");
  const auto changes = journal.changes("seattle", "198.18.0.0/24", limit, limit + 1h, 3);
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes.front().time, limit + 7min);
  const auto events = journal.events_of("seattle", limit, limit + 1h, 3);
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events.front().time, limit) << "evidence must start at the start of the incident";
  EXPECT_TRUE(journal.events_of("boston", limit, limit + 1h, 3).empty());
}

TEST(HistoryJournal, RestartsASpanThatWasNotStored) {
  const test::TemporaryFolder folder;
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  Database& database = file.database();
  Journal journal(database);
  SeriesTable series(database);
  const std::vector<SeriesKey> keys{{"seattle", "198.18.0.0/24", "teams", "icmp"}};
  journal.begin_run(limit, "1.2.3");
  {
    const Transaction rolled_back(database);
    journal.set_present(keys, series, limit);
    series.forget();
  }
  EXPECT_EQ(database.number("SELECT count(*) FROM presence"), 0);
  journal.set_present(keys, series, limit + 1min);
  journal.set_present(keys, series, limit + 2min);
  EXPECT_EQ(database.number("SELECT count(*) FROM presence WHERE ends = 0"), 1);
  journal.set_present({}, series, limit + 3min);
  EXPECT_EQ(database.number("SELECT count(*) FROM presence WHERE ends = 0"), 0);
}

TEST(HistoryJournal, ContinuesTheSpanOfAMergedSeries) {
  const test::TemporaryFolder folder;
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  Database& database = file.database();
  Journal journal(database);
  RecordStore records(database);
  SeriesTable& series = records.series();
  const SeriesKey before{"a", "198.18.0.0/24", "teams", "icmp"};
  const SeriesKey now{"new", "198.18.0.0/24", "teams", "icmp"};
  series.add(before);
  series.keep();
  journal.begin_run(limit, "1.2.3");
  journal.set_present({now}, series, limit);
  series.keep();
  ASSERT_TRUE(rename_some(records, database, {"a", "new"}));
  journal.set_present({now}, series, limit + 1h);
  EXPECT_EQ(database.number("SELECT count(*) FROM presence"), 1);
  EXPECT_EQ(database.number("SELECT count(*) FROM presence WHERE ends = 0"), 1);
}

TEST(ReachJournal, KeepsTheChangeThatHoldsAtTheLimit) {
  const test::TemporaryFolder folder;
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  ReachJournal journal(file.database());
  journal.add({"seattle", limit - 48h, false, false});
  journal.add({"seattle", limit - 24h, true, false});
  journal.add({"seattle", limit + 24h, false, false});
  journal.drop(limit);
  const auto changes = journal.changes("seattle", limit, limit + 48h, 10);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].up, true);
}

}  // namespace
}  // namespace peeringd
