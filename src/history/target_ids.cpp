#include "history/target_ids.hpp"

namespace peeringd {

const TargetIds& TargetIdCache::of(std::size_t position,
                                   const std::shared_ptr<const HistoryTarget>& target,
                                   SeriesTable& series) {
  if (changes_ != series.changes()) {
    entries_.clear();
    changes_ = series.changes();
  }
  if (position >= entries_.size()) entries_.resize(position + 1);
  Entry& entry = entries_[position];
  if (entry.target == target) return entry.ids;
  const SeriesKey& key = target->key;
  entry = {target, {}};
  entry.ids.target = series.add(key);
  if (target->counts_in_path) {
    entry.ids.path = series.add({key.connection, key.prefix, key.endpoint, {}});
  }
  if (target->counts_in_prefix) entry.ids.prefix = series.add({key.connection, key.prefix, {}, {}});
  return entry.ids;
}

}  // namespace peeringd
