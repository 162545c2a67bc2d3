// The measurements of the engine, as a value: made on the probing thread, read on any thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "model/histogram.hpp"
#include "model/ip_prefix.hpp"
#include "model/measurement_feed.hpp"
#include "model/name_lookups.hpp"
#include "model/prefix_totals.hpp"
#include "model/probe_counters.hpp"
#include "model/sample_window.hpp"
#include "model/source.hpp"
#include "model/target.hpp"
#include "model/target_observations.hpp"

namespace peeringd {

struct Config;

struct TargetSnapshot {
  Target target;
  std::optional<IpAddress> address;  ///< being probed now
  PhaseTotal resolving;              ///< look-ups of its host from its source, …
  NameLookups names{};               ///< … and how they end
  /// Its loss is unknown: it has never answered and need not (STUN), or `other_family` from the
  /// start.
  bool unknown = false;
  bool other_family = false;  ///< the host has no address of the source's family: not probed
  SeriesId series = 0;        ///< the series of its counters
  ProbeCounters counters;
  Histogram round_trips;  ///< by Config::rtt_buckets
  SampleWindow window;    ///< shares the memory of the engine's: drop it soon
  std::shared_ptr<const TargetObservations> observations;  ///< null before the first one
};

struct PrefixSnapshot {
  std::uint32_t connection = 0;  ///< index into the Config
  std::uint32_t prefix = 0;      ///< within the connection
  SourceChoice choice;
  PrefixTotals totals{};
};

struct Snapshot {
  std::shared_ptr<const Config> config;
  std::vector<PrefixSnapshot> prefixes;  ///< in the order of the configuration
  std::vector<TargetSnapshot> targets;   ///< in the order of expand_targets()
  MonotonicTime taken_at{};
  std::vector<Duration> lag_bounds;
  std::uint64_t dropped_answers = 0;  ///< found no room in the daemon's receive buffers
  Histogram lag{0};                   ///< delay of the probing loop after due times, by lag_bounds
};

}  // namespace peeringd
