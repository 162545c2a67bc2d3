// Everything that is under way: starts probes, gives each its time, and enters what becomes of it
// in its target's accounts.
#pragma once

#include <optional>
#include <vector>

#include "engine/target_state.hpp"
#include "log/repeat_limit.hpp"
#include "probe/prober.hpp"
#include "schedule/timing_wheel.hpp"

namespace peeringd {

/// One thread. `targets` and `config` must outlive it.
class InFlight final : public ProbeListener {
 public:
  InFlight(const Config& config, std::vector<TargetState>& targets, const Clock& clock);

  /// Takes the memory for a probe of each target at once, so that a loop that was held up, and has
  /// more to do than ever, need not ask for it then.
  void reserve();

  /// Sends probe `number` of a target, at the latest when the prober is flushed.
  void launch(std::uint32_t target, std::uint64_t number, Prober& prober, const IpAddress& address);

  /// Gives up what has had its time. Answers that the kernel holds but nobody has read yet are read
  /// first: our own lateness is no loss; and a probe that takes steps of ours has so much longer as
  /// they had to wait for a processor. Neither is silence a loss while we may have been deaf,
  /// because the machine slept or a receive buffer was full, or in which such a probe did not get
  /// its steps at all: then it is unheard.
  void expire(MonotonicTime now);

  /// When to call expire() next.
  std::optional<MonotonicTime> next_expiry() const { return expiries_.next_deadline(); }

  /// From now on `config`, which must outlive it, is that of the targets.
  void use(const Config& config) { config_ = &config; }

  /// Gives up what is under way of the targets so marked, by index. It counts as unheard: whether
  /// it would have been answered is not waited for.
  void give_up(const std::vector<bool>& targets);

  /// Forgets everything under way; the accounts do not balance afterwards.
  void drop_all();

  FlightTable& flights() { return flights_; }

  /// How many answers found no room in our receive buffers.
  std::uint64_t dropped_answers() const { return dropped_answers_; }

 private:
  void on_sent(FlightIndex flight) override;
  void on_not_sent(FlightIndex flight, ErrorReason reason) override;
  void on_answered(FlightIndex flight, Duration round_trip) override;
  void on_lost(FlightIndex flight, LossReason reason) override;
  void on_stray_answer(std::uint32_t target, std::uint64_t number) override;
  void on_observed(FlightIndex flight, const Observation& observation) override;
  void on_answers_dropped(std::uint32_t count) override { dropped_answers_ += count; }

  void start(std::uint32_t target, std::uint64_t number, Prober& prober, const IpAddress& address,
             std::optional<FlightIndex> follows);
  MonotonicTime expiry_of(FlightIndex flight);
  Duration owed_to(const Flight& flight) const;
  bool is_overdue(FlightIndex flight, MonotonicTime now);
  void abandon(FlightIndex flight);
  void launch_follower(FlightIndex answered);
  void drain_probers_of_due();
  void note_suspension();
  void note_stall(MonotonicTime now);
  bool may_be_deaf(const Flight& flight, LossReason reason) const;
  void finish(FlightIndex flight);

  const Config* config_;
  std::vector<TargetState>& targets_;
  const Clock& clock_;
  FlightTable flights_;
  TimingWheel expiries_;  // keys: indexes of flights
  std::vector<TimingWheel::Key> due_;
  std::vector<Prober*> drained_;
  Duration suspended_;                                  // the largest reading so far
  MonotonicTime resumed_at_;                            // when a suspension was noticed last
  MonotonicTime stalled_until_ = MonotonicTime::min();  // when the loop was last found far too late
  std::uint64_t dropped_answers_ = 0;
  log::RepeatLimit pop_changes_told_;
};

}  // namespace peeringd
