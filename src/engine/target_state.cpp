#include "engine/target_state.hpp"

namespace peeringd {
namespace {

std::size_t window_capacity(Duration window, Duration interval) {
  return static_cast<std::size_t>((window + interval - Duration{1}) / interval);
}

}  // namespace

TargetState make_target_state(const Config& config, const Target& target, MonotonicTime now) {
  const Duration interval = probe_of(config, target).interval;
  const Cadence cadence = make_cadence(name_of(config, target), interval);
  return TargetState{.target = target,
                     .path = 0,
                     .cadence = cadence,
                     .next_tick = first_tick_from(cadence, now),
                     .follower = std::nullopt,
                     .host = nullptr,
                     .ledger = {},
                     .answered = {},
                     .round_trips = Histogram(config.rtt_buckets.size()),
                     .window = SampleWindow(window_capacity(config.window, interval)),
                     .findings = nullptr};
}

TargetSnapshot snapshot_of(const TargetState& state, MonotonicTime now) {
  TargetSnapshot snapshot{state.target,      std::nullopt, state.ledger,
                          state.round_trips, state.window, nullptr};
  if (state.findings) snapshot.findings = std::make_shared<const Findings>(*state.findings);
  if (state.host) snapshot.address = usable_address(state.host->record, now);
  snapshot.window.advance(last_tick_until(state.cadence, now));
  return snapshot;
}

void enter_answer(TargetState& state, std::uint64_t number, Duration round_trip, Duration timeout,
                  std::span<const Duration> bounds) {
  if (state.answered.overtaken(number)) ++state.ledger.reordered;  // RFC 4737, section 3
  state.answered.note(number);
  if (round_trip > timeout) {
    ++state.ledger.late;
    enter_loss(state, number, LossReason::timeout);
    return;
  }
  enter_received(state.ledger);
  state.round_trips.observe(round_trip, bounds);
  state.window.answer(number, round_trip);
}

void enter_loss(TargetState& state, std::uint64_t number, LossReason reason) {
  enter_lost(state.ledger, reason);
  state.window.lose(number);
}

void enter_stray_answer(TargetState& state, std::uint64_t number) {
  if (state.answered.note(number)) {
    ++state.ledger.late;
  } else {
    ++state.ledger.duplicate;
  }
}

}  // namespace peeringd
