// In-flight probes: starts probes, enforces their timeouts, and records each outcome in its target.
#pragma once

#include <optional>
#include <vector>

#include "engine/answer_log.hpp"
#include "engine/host_health.hpp"
#include "engine/target_table.hpp"
#include "probe/prober.hpp"
#include "schedule/timing_wheel.hpp"

namespace peeringd {

/// One thread. `targets` and `config` must outlive it.
class ProbeRunner final : public ProbeListener {
 public:
  /// `answers`, which may be null, gets the round-trip times, and must outlive it.
  ProbeRunner(const Config& config, TargetTable& targets, const Clock& clock,
              AnswerLog* answers = nullptr);

  /// Preallocates one probe record per target, so that a backlog after a stall needs no allocation.
  void reserve();

  /// Sends probe `number` of the target in `slot`, at the latest when the prober is flushed.
  void launch(std::uint32_t slot, std::uint64_t number, Prober& prober, const IpAddress& address);

  /// Expires probes past their timeout. Reads pending answers first, so that the loop's own delay
  /// never counts as loss. HostHealth decides which timeouts are extended, and which probes are
  /// inconclusive instead of lost.
  void expire(MonotonicTime now);

  /// The time of the next call of expire().
  std::optional<MonotonicTime> next_expiry() const { return expiries_.next_deadline(); }

  /// Replaces the configuration. `config` must outlive this object.
  void use(const Config& config) { config_ = &config; }

  /// Abandons the probes of the marked slots. They count as inconclusive.
  void abandon_all_of(const std::vector<bool>& slots);

  /// Drops every probe. The counters do not balance afterwards.
  void drop_all();

  FlightTable& flights() { return flights_; }

  const HostHealth& host_health() const { return host_; }

  /// See HostHealth. Also checks whether the host was suspended.
  Disturbances take_disturbances();
  void note_tick(Duration lag, std::uint64_t skipped) { host_.note_tick(lag, skipped); }

 private:
  void on_sent(FlightIndex flight) override;
  void on_not_sent(FlightIndex flight, ErrorReason reason) override;
  void on_answered(FlightIndex flight, Duration round_trip) override;
  void on_lost(FlightIndex flight, LossReason reason) override;
  void on_stray_answer(std::uint32_t slot, std::uint64_t number) override;
  void on_observed(FlightIndex flight, const Observation& observation) override;
  void on_answers_dropped(std::uint32_t count) override { host_.note_dropped_answers(count); }

  void start(std::uint32_t slot, std::uint64_t number, Prober& prober, const IpAddress& address,
             std::optional<FlightIndex> follows);
  MonotonicTime expiry_of(const Flight& flight) const;
  bool is_overdue(const Flight& flight, MonotonicTime now) const;
  void note_health(MonotonicTime now);
  void lose(FlightIndex flight, LossReason reason, std::optional<MonotonicTime> late_answer);
  bool is_late_by_host(const Flight& flight, Duration round_trip);
  ProbeConditions conditions_of(const Flight& flight) const;
  void launch_follower(FlightIndex answered);
  void drain_probers_of_due();
  void abandon(FlightIndex flight);
  void finish(FlightIndex flight);

  const Config* config_;
  TargetTable& targets_;
  const Clock& clock_;
  AnswerLog* const answers_;
  FlightTable flights_;
  TimingWheel expiries_;  // keys: indexes of flights
  std::vector<TimingWheel::Key> due_;
  std::vector<Prober*> drained_;
  HostHealth host_;
};

}  // namespace peeringd
