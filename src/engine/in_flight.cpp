#include "engine/in_flight.hpp"

#include <algorithm>
#include <functional>

#include "log/log.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

// Far more than two readings of a clock that stands still differ by.
constexpr Duration shortest_suspension = std::chrono::milliseconds{10};

// By so much a loop that has its turns is not late.
constexpr Duration shortest_stall = std::chrono::milliseconds{100};

}  // namespace

InFlight::InFlight(const Config& config, std::vector<TargetState>& targets, const Clock& clock)
    : config_(&config),
      targets_(targets),
      clock_(clock),
      expiries_(clock.now()),
      suspended_(clock.suspended()),
      resumed_at_(MonotonicTime::min()) {}

void InFlight::reserve() {
  flights_.reserve(targets_.size());
  expiries_.reserve(targets_.size());
  due_.reserve(targets_.size());
}

void InFlight::launch(std::uint32_t target, std::uint64_t number, Prober& prober,
                      const IpAddress& address) {
  start(target, number, prober, address, std::nullopt);
}

void InFlight::start(std::uint32_t target, std::uint64_t number, Prober& prober,
                     const IpAddress& address, std::optional<FlightIndex> follows) {
  const FlightIndex flight = flights_.open(target, number, prober, address);
  flights_[flight].follows = follows;
  if (prober.works_in_steps()) flights_[flight].starved = clock_.starved();
  prober.start(flight, *targets_[target].options);
}

void InFlight::expire(MonotonicTime now) {
  note_stall(now);
  due_.clear();
  expiries_.collect_due(now, due_);
  if (due_.empty()) return;
  drain_probers_of_due();
  for (const FlightIndex flight : due_) {
    if (!is_overdue(flight, now)) continue;
    if (const Duration owed = owed_to(flights_[flight]); now < expiry_of(flight) + owed) {
      expiries_.schedule(flight, expiry_of(flight) + owed);
      continue;
    }
    abandon(flight);
    on_lost(flight, LossReason::timeout);
  }
}

// What was due may have been answered while its prober was drained, and its index be that of a
// follower by now.
bool InFlight::is_overdue(FlightIndex flight, MonotonicTime now) {
  const Flight& record = flights_[flight];
  return record.prober != nullptr && expiry_of(flight) <= now;
}

// The timeout is the network's: what of it this process had to wait for a processor, with a step of
// the probe to take, does not count.
Duration InFlight::owed_to(const Flight& flight) const {
  return flight.prober->works_in_steps() ? clock_.starved() - flight.starved : Duration{};
}

void InFlight::abandon(FlightIndex flight) {
  flights_[flight].prober->abandon(flight);
}

void InFlight::drain_probers_of_due() {
  drained_.clear();
  for (const FlightIndex flight : due_) {
    Prober* prober = flights_[flight].prober;
    if (prober == nullptr) continue;
    if (std::find(drained_.begin(), drained_.end(), prober) != drained_.end()) continue;
    prober->drain();
    drained_.push_back(prober);
  }
}

void InFlight::give_up(const std::vector<bool>& targets) {
  for (FlightIndex flight = 0; flight < flights_.size(); ++flight) {
    const Flight& record = flights_[flight];
    if (record.prober == nullptr || !targets[record.target]) continue;
    abandon(flight);
    enter_unheard(targets_[record.target].ledger);
    finish(flight);
  }
}

void InFlight::drop_all() {
  for (FlightIndex flight = 0; flight < flights_.size(); ++flight) {
    if (flights_[flight].prober == nullptr) continue;
    abandon(flight);
    finish(flight);
  }
}

MonotonicTime InFlight::expiry_of(FlightIndex flight) {
  const Flight& record = flights_[flight];
  return record.departure.before + targets_[record.target].timeout;
}

void InFlight::finish(FlightIndex flight) {
  expiries_.cancel(flight);
  flights_.close(flight);
}

void InFlight::on_sent(FlightIndex flight) {
  const Flight& record = flights_[flight];
  enter_sent(targets_[record.target].ledger);
  expiries_.schedule(flight, expiry_of(flight));
}

void InFlight::on_not_sent(FlightIndex flight, ErrorReason reason) {
  enter_error(targets_[flights_[flight].target].ledger, reason);
  finish(flight);
}

void InFlight::on_answered(FlightIndex flight, Duration round_trip) {
  const Flight& record = flights_[flight];
  enter_answer(targets_[record.target], record.number, round_trip, config_->rtt_buckets);
  launch_follower(flight);
  finish(flight);
}

// While the answered flight is still open: by its index the prober finds the connection.
void InFlight::launch_follower(FlightIndex answered) {
  const auto follower = targets_[flights_[answered].target].follower;
  if (!follower) return;
  const IpAddress address = flights_[answered].address;  // open() may move the records
  start(*follower, flights_[answered].number, *flights_[answered].prober, address, answered);
}

void InFlight::on_lost(FlightIndex flight, LossReason reason) {
  const Flight& record = flights_[flight];
  note_suspension();
  note_stall(clock_.now());
  if (may_be_deaf(record, reason)) {
    enter_unheard(targets_[record.target].ledger);
  } else {
    enter_loss(targets_[record.target], record.number, reason);
  }
  finish(flight);
}

void InFlight::note_suspension() {
  const Duration suspended = clock_.suspended();
  if (suspended - suspended_ > shortest_suspension) resumed_at_ = clock_.now();
  suspended_ = std::max(suspended_, suspended);
}

// A process that was stopped, or starved of its processor, comes late to what has had its time.
void InFlight::note_stall(MonotonicTime now) {
  const auto due = expiries_.next_deadline();
  if (due && now - *due > shortest_stall) stalled_until_ = now;
}

// Whether the probe may have failed on our side. A machine that sleeps hears nothing, and finds its
// links down when it wakes up. Of the answers that were dropped nobody knows whose they were. And a
// connection that had to wait for us may have become too much for its server.
bool InFlight::may_be_deaf(const Flight& flight, LossReason reason) const {
  if (flight.departure.before <= resumed_at_) return true;
  const bool stalled = flight.departure.before <= stalled_until_;
  if (stalled && (reason == LossReason::reset || flight.prober->works_in_steps())) return true;
  return reason == LossReason::timeout && flight.prober->dropped_answers() != flight.dropped;
}

void InFlight::on_observed(FlightIndex flight, const Observation& observation) {
  TargetState& state = targets_[flights_[flight].target];
  if (!state.findings) state.findings = std::make_unique<KeptFindings>();
  const auto previous = enter_observation(*state.findings, observation, clock_.now());
  // A follow-up goes over the connection of the probe before it, which has told already.
  if (!previous || follows_another(probe_of(*config_, state.target).options)) return;
  // Two that take turns would be told of with each probe: so each of a target's once in a while.
  const std::string& code = state.findings->findings.pop->pop.code;
  const std::uint64_t cause = flights_[flight].target ^ std::hash<std::string>{}(code) << 32;
  const auto left_out = pop_changes_told_.admit(cause, clock_.now());
  if (!left_out) return;
  log::info("{}: PoP {} answers, before it was {}{}", name_of(*config_, state.target), code,
            previous->code, log::left_out_suffix(*left_out));
}

void InFlight::on_stray_answer(std::uint32_t target, std::uint64_t number) {
  // Nothing that is still to be sent can have been answered: that one is forged. What was sent
  // before the target began was that of another one, which had its place.
  if (target >= targets_.size()) return;
  if (number < targets_[target].first_tick || number >= targets_[target].next_tick) return;
  enter_stray_answer(targets_[target], number);
}

}  // namespace peeringd
