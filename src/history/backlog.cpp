#include "history/backlog.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>

namespace peeringd {
namespace {

// The sum of two minutes, by target.
void add_to(MinuteBatch& batch, MinuteBatch&& other) {
  std::unordered_map<SeriesKey, std::size_t, SeriesKeyHash> positions;
  for (std::size_t i = 0; i < batch.records.size(); ++i) {
    positions.emplace(batch.records[i].target->key, i);
  }
  for (TargetRecord& record : other.records) {
    const auto found = positions.find(record.target->key);
    if (found == positions.end()) {
      batch.records.push_back(std::move(record));
    } else {
      batch.records[found->second].record += record.record;
    }
  }
}

}  // namespace

void Backlog::add(MinuteBatch batch) {
  batches_.push_back(std::move(batch));
  if (batches_.size() > max_minutes) merge_two();
}

void Backlog::merge_two() {
  for (const Tier tier : {Tier::ten_minutes, Tier::hour, Tier::day}) {
    const auto found =
        std::adjacent_find(batches_.begin(), batches_.end(), [&](const auto& a, const auto& b) {
          return period_start(tier, a.start) == period_start(tier, b.start);
        });
    if (found == batches_.end()) continue;
    add_to(*found, std::move(*std::next(found)));
    batches_.erase(std::next(found));
    ++merged_;
    return;
  }
  add_to(batches_[0], std::move(batches_[1]));
  batches_.erase(std::next(batches_.begin()));
  ++merged_;
}

}  // namespace peeringd
