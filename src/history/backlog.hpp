// Minutes that wait to be written, in bounded memory: while the disk is full they get coarser, and
// none is lost.
#pragma once

#include <cstdint>
#include <deque>

#include "history/record_store.hpp"

namespace peeringd {

/// One thread.
class Backlog {
 public:
  static constexpr std::size_t most_minutes = 60;

  /// Beyond the limit, two minutes become one: the oldest two neighbours of the same ten minutes,
  /// else of the same hour, else of the same day, else of all.
  void add(MinuteBatch batch);

  bool empty() const { return batches_.empty(); }
  std::size_t size() const { return batches_.size(); }
  const MinuteBatch& oldest() const { return batches_.front(); }
  void pop() { batches_.pop_front(); }

  /// How many minutes have been added to another.
  std::uint64_t merged() const { return merged_; }

 private:
  void merge_two();

  std::deque<MinuteBatch> batches_;
  std::uint64_t merged_ = 0;
};

}  // namespace peeringd
