// Snapshots built in code, without measurements, which the test adds.
#pragma once

#include <memory>

#include "connection/expand_targets.hpp"
#include "model/config.hpp"
#include "model/snapshot.hpp"

namespace peeringd::test {

/// All targets of `config`, each with a window of `slots` numbers from 1 on; every prefix has a
/// source.
inline Snapshot blank_snapshot(Config config, std::size_t slots = 30) {
  Snapshot snapshot;
  snapshot.taken_at = MonotonicTime{std::chrono::hours{1}};
  snapshot.config = std::make_shared<const Config>(std::move(config));
  for (std::uint32_t c = 0; c < snapshot.config->connections.size(); ++c) {
    const ConnectionConfig& connection = snapshot.config->connections[c];
    for (std::uint32_t p = 0; p < connection.prefixes.size(); ++p) {
      SourceChoice choice;
      choice.source = Source{};
      choice.network = connection.prefixes[p].label;
      snapshot.prefixes.push_back({c, p, choice});
    }
  }
  SeriesId series = 0;
  for (const Target& target : expand_targets(*snapshot.config)) {
    snapshot.targets.push_back({.target = target,
                                .address = std::nullopt,
                                .resolving = {},
                                .unknown = false,
                                .series = ++series,
                                .counters = {},
                                .round_trips = Histogram(snapshot.config->rtt_buckets.size()),
                                .window = SampleWindow(slots),
                                .observations = nullptr});
  }
  return snapshot;
}

/// Records `count` probes, from number `first` on, all answered after `round_trip`.
inline void answer(TargetSnapshot& target, std::uint64_t first, std::uint64_t count,
                   Duration round_trip) {
  for (std::uint64_t number = first; number < first + count; ++number) {
    record_sent(target.counters);
    record_received(target.counters);
    target.window.answer(number, round_trip);
  }
}

inline void lose(TargetSnapshot& target, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t number = first; number < first + count; ++number) {
    record_sent(target.counters);
    record_lost(target.counters, LossReason::timeout);
    target.window.lose(number);
  }
}

inline void set_observations(TargetSnapshot& target, const TargetObservations& observations) {
  target.observations = std::make_shared<const TargetObservations>(observations);
}

}  // namespace peeringd::test
