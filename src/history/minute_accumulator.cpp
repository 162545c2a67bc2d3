#include "history/minute_accumulator.hpp"

#include <utility>

#include "model/sample_window.hpp"

namespace peeringd {
namespace {

template <typename Counts>
void subtract(Counts& counts, const Counts& before) {
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] -= before[i];
}

}  // namespace

void MinuteAccumulator::add(const MeasurementBatch& batch) {
  for (const Answer& answer : batch.answers) {
    Series& series = series_[answer.series];
    series.listed.push_back(static_cast<std::uint16_t>(Distribution::index_of(answer.units)));
    if (series.listed.size() == max_listed) sum_up(series);
    if (series.answered) {
      series.difference_units +=
          answer.units > series.last ? answer.units - series.last : series.last - answer.units;
      ++series.difference_count;
    }
    series.last = answer.units;
    series.answered = true;
  }
  ended_.insert(ended_.end(), batch.ended.begin(), batch.ended.end());
}

std::vector<TargetRecord> MinuteAccumulator::take(const Snapshot& snapshot) {
  std::vector<TargetRecord> records;
  records.reserve(snapshot.targets.size());
  take_ended(records);
  use(snapshot.config);
  bool gone_seen = false;
  for (const TargetSnapshot& target : snapshot.targets) {
    if (gone_.contains(target.series)) {
      gone_seen = true;
      continue;
    }
    Series& series = series_[target.series];
    if (!series.target) {
      series.target = std::make_shared<HistoryTarget>(history_target(*config_, target.target));
    }
    PeriodRecord record = take_record(series, counted_part(target.counters, target.unknown));
    if (!record.empty()) records.push_back({series.target, std::move(record)});
  }
  if (!gone_seen) gone_.clear();
  return records;
}

void MinuteAccumulator::take_ended(std::vector<TargetRecord>& records) {
  for (const SeriesEnd& end : ended_) {
    Series& series = series_[end.series];
    if (!series.target) {
      series.target = std::make_shared<HistoryTarget>(history_target(*end.config, end.target));
    }
    PeriodRecord record = take_record(series, counted_part(end.counters, end.unknown));
    if (!record.empty()) records.push_back({series.target, std::move(record)});
    series_.erase(end.series);
    gone_.insert(end.series);
  }
  ended_.clear();
}

// A target keeps its name over a reload, but the other probes of its path may change.
void MinuteAccumulator::use(const std::shared_ptr<const Config>& config) {
  if (config == config_) return;
  config_ = config;
  for (auto& [id, series] : series_) series.target = nullptr;
}

void MinuteAccumulator::sum_up(Series& series) {
  static_assert(Distribution::bucket_count <= UINT16_MAX);
  sum_.add(series.round_trips);
  for (const std::uint16_t index : series.listed) sum_.add(index, 1);
  series.listed.clear();
  series.round_trips = sum_.take();
}

PeriodRecord MinuteAccumulator::take_record(Series& series, const ProbeCounters& now) {
  PeriodRecord record;
  const ProbeCounters& before = series.before;
  record.sent = now.sent - before.sent;
  record.received = now.received - before.received;
  record.inconclusive = now.inconclusive - before.inconclusive;
  record.skipped = now.skipped - before.skipped;
  record.lost = now.lost;
  subtract(record.lost, before.lost);
  record.errors = now.errors;
  subtract(record.errors, before.errors);
  series.before = now;
  sum_up(series);
  record.round_trips = std::exchange(series.round_trips, {});
  record.difference_sum = SampleWindow::unit * static_cast<std::int64_t>(series.difference_units);
  record.difference_count = std::exchange(series.difference_count, 0);
  series.difference_units = 0;
  return record;
}

}  // namespace peeringd
