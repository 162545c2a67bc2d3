// One target at run time: when it is due, where it goes, and what came of its probes. The functions
// enter an outcome everywhere it belongs.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "engine/host_directory.hpp"
#include "model/histogram.hpp"
#include "model/ledger.hpp"
#include "model/probe_options.hpp"
#include "model/sample_window.hpp"
#include "model/snapshot.hpp"
#include "model/target.hpp"
#include "sample/answered_probes.hpp"
#include "sample/findings.hpp"
#include "schedule/cadence.hpp"

namespace peeringd {

/// In the order of use: of 100,000 targets none is in a cache when its turn comes, and each line of
/// memory costs.
struct TargetState {
  Cadence cadence;
  std::uint64_t next_tick = 0;
  std::uint64_t first_tick = 0;           ///< of its series: nothing before it was probed
  std::uint64_t started = 0;              ///< probes, whether or not they left the host
  std::shared_ptr<const HostEntry> host;  ///< none while its prefix has no source
  const ProbeOptions* options = nullptr;  ///< of the Config, which outlives the state
  Duration timeout{};
  std::uint32_t path = 0;  ///< index of its prefix among all prefixes
  /// Has never been answered, and need not: its silence is neither loss nor anything else.
  bool unknown = false;
  /// Index of the target that follows this one up: sent, with the same number, when this one is
  /// answered. It has no ticks of its own.
  std::optional<std::uint32_t> follower;
  AnsweredProbes answered;
  Histogram round_trips;
  SampleWindow window;
  Ledger ledger;
  std::unique_ptr<KeptFindings> findings;  ///< once there is one
  Target target;
};

/// A target whose first probe is due at its first tick after `now`. The config must outlive it.
TargetState make_target_state(const Config& config, const Target& target, MonotonicTime now);

/// Makes the first tick after `now` the target's first. For a target that has not been probed yet.
void begin_series(TargetState& state, MonotonicTime now);

/// Goes on under `config`, as `target` of it, where the probes are the same.
void move_to(TargetState& state, const Config& config, const Target& target);

/// Makes the window as long as `config` says, keeping the samples that fit.
void fit_window(TargetState& state, const Config& config);

/// Becomes `fresh`, which is probed in another way, and keeps its counters. `same_host`: the one
/// that is probed is no other, so that it is known if it was; one that is unknown begins its
/// accounts anew. Requires that nothing of it is in flight.
void begin_anew(TargetState& state, TargetState fresh, bool same_host);

/// What stands in a slot without a target: never due, never probed.
TargetState no_target();

/// What a snapshot shows of the target at `now`.
TargetSnapshot snapshot_of(const TargetState& state, MonotonicTime now);

/// Has the memory of a target fetched that its next probe takes, while something else is done:
/// first its own, then what it points to.
void prefetch(const TargetState& state);
void prefetch_linked(const TargetState& state);

/// An answer to probe `number`. One that took longer than the target's timeout counts as lost and
/// late, no matter whether the process was in time to see it.
void enter_answer(TargetState& state, std::uint64_t number, Duration round_trip,
                  std::span<const Duration> bounds);

void enter_loss(TargetState& state, std::uint64_t number, LossReason reason);

/// An answer to a probe that is accounted for already.
void enter_stray_answer(TargetState& state, std::uint64_t number);

}  // namespace peeringd
