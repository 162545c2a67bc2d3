#include "history/journal.hpp"

#include <gtest/gtest.h>

#include "history/history_file.hpp"
#include "history/reach_journal.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment limit{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

TEST(Journal, KeepsTheResultThatHoldsAtTheLimit) {
  const test::TemporaryFolder folder;
  HistoryFile file = HistoryFile::open(folder.path(), {}).value();
  Journal journal(file.database());
  const EventSubject seattle{.connection = "seattle"};
  journal.add(ResultChange{seattle, limit - 48h, TestResult::warning, "loss"});
  journal.add(ResultChange{seattle, limit - 24h, TestResult::pass, ""});
  journal.add(ResultChange{seattle, limit + 24h, TestResult::fail, "loss"});
  journal.drop(limit);
  const auto results = journal.results(seattle, limit, limit + 48h);
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].result, TestResult::pass);
  EXPECT_EQ(results[0].time, limit - 24h);
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
