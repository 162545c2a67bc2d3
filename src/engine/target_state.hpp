// One target at run time: when it is due, where its probes go, and their outcomes. The record_
// functions update every counter, histogram and window that an outcome belongs to.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "engine/name_entry.hpp"
#include "model/histogram.hpp"
#include "model/measurement_feed.hpp"
#include "model/probe_counters.hpp"
#include "model/probe_options.hpp"
#include "model/snapshot.hpp"
#include "model/target.hpp"
#include "sample/answered_probes.hpp"
#include "sample/observation_recorder.hpp"
#include "sample/window_recorder.hpp"
#include "schedule/cadence.hpp"

namespace peeringd {

/// Members are in the order of use, to touch few cache lines: with 100,000 targets, none is cached
/// when it is due.
struct TargetState {
  Cadence cadence;
  std::uint64_t next_tick = 0;
  std::uint64_t first_tick = 0;           ///< first number of its series
  std::uint64_t started = 0;              ///< probes, sent or not
  std::shared_ptr<const NameEntry> host;  ///< none while its prefix has no source
  const ProbeOptions* options = nullptr;  ///< the Config's, which outlives the state
  Duration timeout{};
  std::uint32_t active_prefix = 0;  ///< index of its prefix among all prefixes
  SeriesId series = 0;              ///< of its counters; TargetTable sets it
  /// Has never been answered, and may be silent (ProbeTraits): no loss is known yet.
  bool unknown = false;
  bool other_family = false;  ///< was not probed at its last tick, as NameEntry::other_family
  bool measures_edge = true;  ///< counts in the totals of its prefix; follows from its name
  /// Slot of the target that is sent, with the same number, when this one is answered. It has no
  /// ticks of its own.
  std::optional<std::uint32_t> follower;
  AnsweredProbes answered;
  Histogram round_trips;
  WindowRecorder window;
  ProbeCounters counters;
  std::unique_ptr<ObservationRecorder> observations;  ///< null before the first one
  Target target;
  MonotonicTime source_changed = MonotonicTime::min();  ///< its prefix got or lost its source
};

/// A target whose first probe is due at its first tick after `now`. The config must outlive it.
TargetState make_target_state(const Config& config, const Target& target, MonotonicTime now);

/// Makes the first tick after `now` the target's first. Requires that it has not been probed yet.
void begin_series(TargetState& state, MonotonicTime now);

/// Continues as `target` of `config`, whose probes are the same.
void move_to(TargetState& state, const Config& config, const Target& target);

/// Resizes the window to that of `config`, keeping the samples that fit.
void fit_window(TargetState& state, const Config& config);

/// Replaces `state` by `fresh`, which is probed in another way, and keeps the counters. An unknown
/// target starts with new ones. With `same_host`, a known target stays known. Requires that no
/// probe is in flight. False if the counters are new.
bool begin_anew(TargetState& state, TargetState fresh, bool same_host);

/// Fills a free slot: never due, never probed.
TargetState no_target();

/// The target in a snapshot taken at `now`, which shares the window.
TargetSnapshot snapshot_of(TargetState& state, MonotonicTime now);

/// Prefetches the memory that the next probe of a target needs: its own first, then the
/// memory it points to.
void prefetch(const TargetState& state);
void prefetch_linked(const TargetState& state);

/// Records an answer to probe `number`. One that took longer than the timeout counts as lost and
/// late, whenever the process read it; with `by_host`, the time is the host's, and it counts as
/// inconclusive and late. True if it counts as received.
bool record_answer(TargetState& state, std::uint64_t number, Duration round_trip,
                   std::span<const Duration> bounds, bool by_host = false);

void record_loss(TargetState& state, std::uint64_t number, LossReason reason);

void record_observation(TargetState& state, const Observation& observation, MonotonicTime now);

/// Records an answer to a probe that has been answered or lost already.
void record_stray_answer(TargetState& state, std::uint64_t number);

}  // namespace peeringd
