#include "engine/target_state.hpp"

#include "model/config.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

std::size_t window_capacity(Duration window, const Cadence& cadence) {
  const auto bursts = (window + cadence.interval - Duration{1}) / cadence.interval;
  return static_cast<std::size_t>(bursts) * cadence.count;
}

Cadence cadence_of(const Config& config, const Target& target) {
  const ProbeConfig& probe = probe_of(config, target);
  const std::string name = name_of(config, target);
  const ProbeTraits traits = traits_of(probe.options);
  return make_cadence(name, probe.interval, traits.burst, traits.spacing);
}

// At the first answer: probes that were unanswered before it were no loss. The other counters are
// exported while the target is unknown, and continue.
void begin_counters(TargetState& state, std::uint64_t number) {
  state.unknown = false;
  state.counters.sent = state.counters.in_flight;
  state.counters.lost = {};
  state.counters.inconclusive = 0;
  state.window.restart(number);
}

}  // namespace

TargetState make_target_state(const Config& config, const Target& target, MonotonicTime now) {
  const Cadence cadence = cadence_of(config, target);
  const ProbeConfig& probe = probe_of(config, target);
  const std::uint64_t first = first_tick_from(cadence, now);
  return TargetState{.cadence = cadence,
                     .next_tick = first,
                     .first_tick = first,
                     .started = 0,
                     .host = nullptr,
                     .options = &probe.options,
                     .timeout = probe.timeout,
                     .active_prefix = 0,
                     .series = 0,
                     .unknown = traits_of(probe.options).may_be_silent,
                     .measures_edge = measures_edge(config, target),
                     .follower = std::nullopt,
                     .answered = {},
                     .round_trips = Histogram(config.rtt_buckets.size()),
                     .window = WindowRecorder(window_capacity(config.window, cadence), first),
                     .counters = {},
                     .observations = nullptr,
                     .target = target};
}

void begin_series(TargetState& state, MonotonicTime now) {
  state.next_tick = first_tick_from(state.cadence, now);
  state.first_tick = state.next_tick;
  state.window.begin(state.next_tick);
}

void move_to(TargetState& state, const Config& config, const Target& target) {
  state.target = target;
  state.options = &probe_of(config, target).options;
}

void fit_window(TargetState& state, const Config& config) {
  state.window.resize(window_capacity(config.window, state.cadence));
}

bool begin_anew(TargetState& state, TargetState fresh, bool same_host) {
  if (same_host) fresh.unknown = state.unknown;
  if (fresh.unknown) {  // its counters start with its first answer
    state = std::move(fresh);
    return false;
  }
  fresh.started = state.started;
  fresh.series = state.series;
  fresh.counters = state.counters;
  fresh.round_trips = std::move(state.round_trips);
  if (state.observations) {
    fresh.observations = std::make_unique<ObservationRecorder>();
    fresh.observations->continue_counters(state.observations->observed());
  }
  state = std::move(fresh);
  return true;
}

TargetState no_target() {
  return TargetState{.cadence = {},
                     .next_tick = 0,
                     .first_tick = 0,
                     .started = 0,
                     .host = nullptr,
                     .options = nullptr,
                     .timeout = {},
                     .active_prefix = 0,
                     .series = 0,
                     .unknown = false,
                     .measures_edge = true,
                     .follower = std::nullopt,
                     .answered = {},
                     .round_trips = Histogram(0),
                     .window = WindowRecorder(1),
                     .counters = {},
                     .observations = nullptr,
                     .target = {}};
}

TargetSnapshot snapshot_of(TargetState& state, MonotonicTime now) {
  TargetSnapshot snapshot{.target = state.target,
                          .address = std::nullopt,
                          .resolving = {},
                          .unknown = state.unknown,
                          .series = state.series,
                          .counters = state.counters,
                          .round_trips = state.round_trips.trimmed(),
                          .window = state.window.share(last_tick_until(state.cadence, now)),
                          .observations = nullptr};
  if (state.host) {
    snapshot.address = usable_address(state.host->record, now);
    snapshot.resolving = state.host->resolving;
    snapshot.names = state.host->lookups;
    snapshot.other_family = state.host->other_family;
    snapshot.names.needed = snapshot.names.needed && !snapshot.other_family;
    snapshot.unknown = state.unknown || (snapshot.other_family && state.counters.sent == 0);
    const NameRecord& record = state.host->record;
    if (record.address) {
      snapshot.names.usable_until = record.usable_until;
      snapshot.names.answered_at = record.answered_at;
    }
  }
  if (state.observations) {
    snapshot.observations =
        std::make_shared<const TargetObservations>(state.observations->observed());
  }
  return snapshot;
}

void prefetch(const TargetState& state) {
  constexpr std::size_t cache_line = 64;
  const auto* const bytes = reinterpret_cast<const std::byte*>(&state);
  for (std::size_t at = 0; at < sizeof state; at += cache_line) __builtin_prefetch(bytes + at, 1);
}

void prefetch_linked(const TargetState& state) {
  if (state.host) __builtin_prefetch(&state.host->record);
  __builtin_prefetch(state.options);
  state.round_trips.prefetch();
  state.window.prefetch(state.next_tick);
}

bool record_answer(TargetState& state, std::uint64_t number, Duration round_trip,
                   std::span<const Duration> bounds, bool by_host) {
  if (state.unknown) begin_counters(state, number);
  if (state.answered.overtaken(number)) ++state.counters.reordered;  // RFC 4737, section 3
  state.answered.note(number);
  if (round_trip > state.timeout) {
    ++state.counters.late;
    if (by_host) {
      record_inconclusive(state.counters);
    } else {
      record_loss(state, number, LossReason::timeout);
    }
    return false;
  }
  record_received(state.counters);
  state.round_trips.observe(round_trip, bounds);
  state.window.answer(number, round_trip);
  return true;
}

void record_loss(TargetState& state, std::uint64_t number, LossReason reason) {
  record_lost(state.counters, reason);
  state.window.lose(number);
}

void record_observation(TargetState& state, const Observation& observation, MonotonicTime now) {
  if (!state.observations) state.observations = std::make_unique<ObservationRecorder>();
  state.observations->record(observation, now);
}

void record_stray_answer(TargetState& state, std::uint64_t number) {
  if (state.unknown) begin_counters(state, number);
  if (state.answered.note(number)) {
    ++state.counters.late;
  } else {
    ++state.counters.duplicate;
  }
}

}  // namespace peeringd
