// Remembers for which prefixes this host had a source: if one is missing after a restart, that is
// an outage and not the prefix of another host. Pure.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/assessment.hpp"
#include "model/persistent_state.hpp"

namespace peeringd {

/// A source that was last seen longer ago is forgotten: the prefix has moved to another host.
inline constexpr Duration max_source_age = std::chrono::days{7};

/// One thread at a time.
class SourceMemory {
 public:
  /// The sources of a previous run. Call before note().
  void restore(const std::vector<KnownSource>& sources, Instant now);

  /// Takes the prefixes that have a source. Forgets those that are not configured, and those
  /// without one after max_source_age. Returns whether any is new or forgotten; their times always
  /// differ.
  bool note(const Assessment& assessment);

  /// Each prefix once, in their order. Their times follow the steps of the wall clock.
  std::vector<KnownSource> sources(Instant now) const;

  bool empty() const { return known_.empty(); }

 private:
  using Key = std::pair<std::string, std::string>;  // connection and prefix

  std::map<Key, MonotonicTime> known_;  // when the source was last seen
};

}  // namespace peeringd
