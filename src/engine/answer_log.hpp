// Collects the round-trip times of all targets, and passes them on in batches. One time is eight
// bytes, written behind the one before: what the history needs costs a probe no allocation, no
// lock, and no memory that is not cached.
#pragma once

#include <vector>

#include "model/distribution.hpp"
#include "model/measurement_feed.hpp"

namespace peeringd {

/// One thread.
class AnswerLog {
 public:
  /// Without a sink it keeps nothing.
  explicit AnswerLog(MeasurementSink sink) : sink_(std::move(sink)) {
    if (sink_) answers_.reserve(batch_size);
  }

  void add(SeriesId series, Duration round_trip) {
    if (!sink_) return;
    answers_.push_back({series, Distribution::units_of(round_trip)});
    if (answers_.size() == batch_size) flush();
  }

  /// Passes on what there is, and what has ended.
  void flush(std::vector<SeriesEnd> ended = {}) {
    if (!sink_ || (answers_.empty() && ended.empty())) return;
    sink_({answers_, std::move(ended)});
    answers_.clear();
  }

 private:
  static constexpr std::size_t batch_size = 4096;

  const MeasurementSink sink_;
  std::vector<Answer> answers_;
};

}  // namespace peeringd
