// A HistoryWriter with a simulated daemon, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "history/history_writer.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

class WriterFixture : public testing::Test {
 protected:
  WriterFixture() { clock_.advance(-(clock_.wall().time_since_epoch() % 1min)); }

  HistoryOptions options() const {
    HistoryConfig config;
    return {.folder = folder_.path() / "history",
            .size = size_,
            .keep = config.keep,
            .disk_reserve = 0,
            .version = "1.2.3"};
  }

  std::unique_ptr<HistoryWriter> writer() {
    auto writer = std::make_unique<HistoryWriter>(options(), clock_);
    writer->open();
    return writer;
  }

  // Simulates `minutes` minutes. Each is closed by the first assessment of the next.
  void pass(HistoryWriter& writer, int minutes) {
    for (int i = 0; i < minutes; ++i) {
      writer.add(*run_.assessment());
      for (int burst = 0; burst < 6; ++burst) run_.probe_all();
      writer.add(run_.take_batch());
      writer.add(*run_.assessment());
      while (writer.maintain()) {
      }
    }
  }

  void finish(HistoryWriter& writer) {
    writer.add(run_.take_batch());
    writer.finish(run_.snapshot());
  }

  // What the file has of all targets.
  PeriodRecord stored(Tier tier = Tier::minute) {
    PeriodRecord sum;
    auto file = HistoryFile::open(folder_.path() / "history", clock_.wall());
    EXPECT_TRUE(file);
    if (!file) return sum;
    RecordStore store(file->database());
    RecordTable& table = store.table(tier);
    const StoredId first = store.series().first(SeriesKind::target);
    for (auto start = table.oldest(); start; start = table.first_in(*start + 1s, Moment::max())) {
      table.visit(*start, *start + period_of(tier), first, series_end,
                  [&](Moment, StoredId, PeriodRecord&& record) { sum += record; });
    }
    return sum;
  }

  std::uint64_t sent() const {
    std::uint64_t sum = 0;
    for (const TargetSnapshot& target : run_.snapshot().targets) sum += target.counters.sent;
    return sum;
  }

  std::filesystem::path file() const { return folder_.path() / "history" / "history.db"; }

  TemporaryFolder folder_;
  ManualClock clock_;
  mutable SimulatedRun run_{clock_};
  std::optional<std::uint64_t> size_ = 50'000'000;
};

}  // namespace peeringd::test
