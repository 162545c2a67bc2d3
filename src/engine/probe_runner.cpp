#include "engine/probe_runner.hpp"

#include <algorithm>
#include <utility>

#include "model/config.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {

ProbeRunner::ProbeRunner(const Config& config, TargetTable& targets, const Clock& clock,
                         AnswerLog* answers)
    : config_(&config),
      targets_(targets),
      clock_(clock),
      answers_(answers),
      expiries_(clock.now()),
      host_(clock.suspended()) {}

void ProbeRunner::reserve() {
  flights_.reserve(targets_.slot_count());
  expiries_.reserve(targets_.slot_count());
  due_.reserve(targets_.slot_count());
}

void ProbeRunner::launch(std::uint32_t slot, std::uint64_t number, Prober& prober,
                         const IpAddress& address) {
  start(slot, number, prober, address, std::nullopt);
}

void ProbeRunner::start(std::uint32_t slot, std::uint64_t number, Prober& prober,
                        const IpAddress& address, std::optional<FlightIndex> follows) {
  const FlightIndex flight = flights_.open(slot, number, prober, address);
  flights_[flight].follows = follows;
  if (prober.needs_cpu()) flights_[flight].waited_for_cpu = clock_.waited_for_cpu();
  prober.start(flight, *targets_[slot].options);
}

void ProbeRunner::expire(MonotonicTime now) {
  host_.note_deadline(expiries_.next_deadline(), now);
  due_.clear();
  expiries_.collect_due(now, due_);
  if (due_.empty()) return;
  drain_probers_of_due();
  for (const FlightIndex flight : due_) {
    const Flight& record = flights_[flight];
    if (!is_overdue(record, now)) continue;
    const MonotonicTime extended =
        expiry_of(record) + HostHealth::timeout_credit(conditions_of(record));
    if (now < extended) {
      expiries_.schedule(flight, extended);
      continue;
    }
    abandon(flight);
    lose(flight, LossReason::timeout, std::nullopt);
  }
}

// Draining may have answered the probe, and its record may be that of a follower by now.
bool ProbeRunner::is_overdue(const Flight& flight, MonotonicTime now) const {
  return flight.prober != nullptr && expiry_of(flight) <= now;
}

ProbeConditions ProbeRunner::conditions_of(const Flight& flight) const {
  const bool needs_cpu = flight.prober->needs_cpu();
  return {
      .departure = flight.departure.before,
      .needs_cpu = needs_cpu,
      .waited_for_cpu = needs_cpu ? clock_.waited_for_cpu() - flight.waited_for_cpu : Duration{},
      .answers_dropped = flight.prober->dropped_answers() != flight.dropped_answers,
      .source_changed = targets_[flight.target].source_changed};
}

void ProbeRunner::drain_probers_of_due() {
  drained_.clear();
  for (const FlightIndex flight : due_) {
    Prober* prober = flights_[flight].prober;
    if (prober == nullptr) continue;
    if (std::find(drained_.begin(), drained_.end(), prober) != drained_.end()) continue;
    prober->drain();
    drained_.push_back(prober);
  }
}

void ProbeRunner::abandon_all_of(const std::vector<bool>& slots) {
  for (FlightIndex flight = 0; flight < flights_.size(); ++flight) {
    const Flight& record = flights_[flight];
    if (record.prober == nullptr || !slots[record.target]) continue;
    abandon(flight);
    record_inconclusive(targets_[record.target].counters);
    finish(flight);
  }
}

void ProbeRunner::drop_all() {
  for (FlightIndex flight = 0; flight < flights_.size(); ++flight) {
    if (flights_[flight].prober == nullptr) continue;
    abandon(flight);
    finish(flight);
  }
}

MonotonicTime ProbeRunner::expiry_of(const Flight& flight) const {
  return flight.departure.before + targets_[flight.target].timeout;
}

void ProbeRunner::abandon(FlightIndex flight) {
  flights_[flight].prober->abandon(flight);
}

void ProbeRunner::finish(FlightIndex flight) {
  expiries_.cancel(flight);
  flights_.close(flight);
}

void ProbeRunner::on_sent(FlightIndex flight) {
  const Flight& record = flights_[flight];
  record_sent(targets_[record.target].counters);
  expiries_.schedule(flight, expiry_of(record));
}

void ProbeRunner::on_not_sent(FlightIndex flight, ErrorReason reason) {
  record_error(targets_[flights_[flight].target].counters, reason);
  finish(flight);
}

void ProbeRunner::on_answered(FlightIndex flight, Duration round_trip) {
  const Flight& record = flights_[flight];
  TargetState& target = targets_[record.target];
  const bool by_host = round_trip > target.timeout && is_late_by_host(record, round_trip);
  const bool received =
      record_answer(target, record.number, round_trip, config_->rtt_buckets, by_host);
  if (received) targets_.add_to_prefix(target, round_trip);
  if (received && answers_ != nullptr) answers_->add(target.series, round_trip);
  launch_follower(flight);
  finish(flight);
}

// While the answered flight is still open: the prober finds the connection by its index.
void ProbeRunner::launch_follower(FlightIndex answered) {
  const auto follower = targets_[flights_[answered].target].follower;
  if (!follower) return;
  const IpAddress address = flights_[answered].address;  // open() may move the records
  start(*follower, flights_[answered].number, *flights_[answered].prober, address, answered);
}

void ProbeRunner::note_health(MonotonicTime now) {
  host_.note_suspended(clock_.suspended(), now);
  host_.note_deadline(expiries_.next_deadline(), now);
}

// The kernel's time of the answer shows whether only this process was late, or the whole machine.
bool ProbeRunner::is_late_by_host(const Flight& flight, Duration round_trip) {
  note_health(clock_.now());
  ProbeConditions conditions = conditions_of(flight);
  conditions.late_answer = flight.departure.before + round_trip;
  return host_.is_inconclusive(conditions, LossReason::timeout);
}

// A prober reports a timeout if the answer came after a retransmission: that of a machine which
// stood still is no loss.
void ProbeRunner::on_lost(FlightIndex flight, LossReason reason) {
  const bool answered = reason == LossReason::timeout;
  lose(flight, reason, answered ? std::optional(clock_.now()) : std::nullopt);
}

void ProbeRunner::lose(FlightIndex flight, LossReason reason,
                       std::optional<MonotonicTime> late_answer) {
  const Flight& record = flights_[flight];
  note_health(clock_.now());
  TargetState& target = targets_[record.target];
  ProbeConditions conditions = conditions_of(record);
  conditions.late_answer = late_answer;
  if (host_.is_inconclusive(conditions, reason)) {
    record_inconclusive(target.counters);
  } else {
    record_loss(target, record.number, reason);
  }
  finish(flight);
}

Disturbances ProbeRunner::take_disturbances() {
  host_.note_suspended(clock_.suspended(), clock_.now());
  return host_.take_disturbances();
}

void ProbeRunner::on_observed(FlightIndex flight, const Observation& observation) {
  record_observation(targets_[flights_[flight].target], observation, clock_.now());
}

void ProbeRunner::on_stray_answer(std::uint32_t slot, std::uint64_t number) {
  if (!targets_.contains(slot)) return;
  TargetState& target = targets_[slot];
  // A probe that is still to be sent cannot have been answered: that one is forged. One from before
  // the target began was sent for another target in the same slot.
  if (number < target.first_tick || number >= target.next_tick) return;
  record_stray_answer(target, number);
}

}  // namespace peeringd
