#include "assessment/source_memory.hpp"

#include <algorithm>

#include "model/config.hpp"

namespace peeringd {

void SourceMemory::restore(const std::vector<KnownSource>& sources, Instant now) {
  for (const KnownSource& known : sources) {
    const Duration age = std::max(now.wall - known.had_at, Duration{});
    known_[{known.connection, known.prefix}] = now.monotonic - age;
  }
}

bool SourceMemory::note(const Assessment& assessment) {
  const Snapshot& snapshot = *assessment.snapshot;
  std::map<Key, MonotonicTime> now;
  for (std::size_t i = 0; i < snapshot.prefixes.size(); ++i) {
    const PrefixSnapshot& prefix = snapshot.prefixes[i];
    // A source without a route is none, as in ReachMonitor.
    const bool unrouted = i < assessment.access.size() && assessment.access[i].route == false;
    const ConnectionConfig& connection = snapshot.config->connections[prefix.connection];
    const std::string& label = connection.prefixes[prefix.prefix].label;
    Key key(connection.name, label);
    if (prefix.choice.source && !unrouted) {
      now.emplace(std::move(key), snapshot.taken_at);
      continue;
    }
    auto before = known_.find(key);
    if (before == known_.end()) before = known_.find({connection.was, label});
    if (before == known_.end() || snapshot.taken_at - before->second > max_source_age) continue;
    now.emplace(std::move(key), before->second);
  }
  known_.swap(now);
  return !std::ranges::equal(known_, now, {}, &std::pair<const Key, MonotonicTime>::first,
                             &std::pair<const Key, MonotonicTime>::first);
}

std::vector<KnownSource> SourceMemory::sources(Instant now) const {
  std::vector<KnownSource> sources;
  for (const auto& [key, had_at] : known_) {
    sources.push_back({key.first, key.second,
                       std::chrono::floor<std::chrono::milliseconds>(now.wall_of(had_at))});
  }
  return sources;
}

}  // namespace peeringd
