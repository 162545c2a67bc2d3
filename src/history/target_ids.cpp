#include "history/target_ids.hpp"

namespace peeringd {

void TargetIdCache::begin_minute(std::size_t targets, const SeriesTable& series) {
  constexpr std::size_t spare = 1000;
  const bool too_many = ids_.size() > 2 * targets + spare;
  if (too_many || changes_ != series.changes()) ids_.clear();
  changes_ = series.changes();
}

const TargetIds& TargetIdCache::of(const std::shared_ptr<const HistoryTarget>& target,
                                   SeriesTable& series) {
  const auto [found, fresh] = ids_.try_emplace(target);
  TargetIds& ids = found->second;
  if (!fresh) return ids;
  const SeriesKey& key = target->key;
  ids.target = series.add(key);
  // Sealed records are stored with those of the path, which has a number in any case.
  const StoredId path = series.add({key.connection, key.prefix, key.endpoint, {}});
  if (target->counts_in_path) ids.path = path;
  if (target->counts_in_prefix) ids.prefix = series.add({key.connection, key.prefix, {}, {}});
  return ids;
}

}  // namespace peeringd
