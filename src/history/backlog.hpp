// Holds minutes that wait to be written, in bounded memory. While the disk is full, minutes are
// merged and none is lost.
#pragma once

#include <cstdint>
#include <deque>

#include "history/record_store.hpp"

namespace peeringd {

/// One thread.
class Backlog {
 public:
  static constexpr std::size_t max_minutes = 60;

  /// Adds a minute. Beyond the limit, merges two minutes: the oldest two neighbours in the same ten
  /// minutes, else in the same hour, else in the same day, else any.
  void add(MinuteBatch batch);

  bool empty() const { return batches_.empty(); }
  std::size_t size() const { return batches_.size(); }
  const MinuteBatch& oldest() const { return batches_.front(); }
  void pop() { batches_.pop_front(); }

  /// The number of minutes that were merged into another.
  std::uint64_t merged() const { return merged_; }

 private:
  void merge_two();

  std::deque<MinuteBatch> batches_;
  std::uint64_t merged_ = 0;
};

}  // namespace peeringd
