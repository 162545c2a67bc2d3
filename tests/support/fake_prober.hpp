// A prober without a network: the test decides the outcome of each probe.
#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "probe/prober.hpp"

namespace peeringd::test {

class FakeProber final : public Prober {
 public:
  FakeProber(ProbeListener& listener, FlightTable& flights, const Clock& clock)
      : listener_(listener), flights_(flights), clock_(clock) {}

  void start(FlightIndex flight, const ProbeOptions& /*options*/) override {
    const std::uint64_t number = flights_[flight].number;
    if (refuses) {
      listener_.on_not_sent(flight, *refuses);
      return;
    }
    flights_[flight].departure.before = clock_.now();
    flights_[flight].dropped_answers = dropped;
    under_way_[number] = flight;
    listener_.on_sent(flight);
  }
  void flush() override {}
  std::uint32_t dropped_answers() const override { return dropped; }

  bool needs_cpu() const override { return cpu_needed; }

  void abandon(FlightIndex flight) override { abandoned.push_back(flight); }

  /// Reads the pending answers.
  void drain() override {
    ++drains;
    for (const auto& [number, round_trip] : std::exchange(unread_, {})) answer(number, round_trip);
  }

  /// An answer is pending but not read yet.
  void leave_unread(std::uint64_t number, Duration round_trip) {
    unread_.push_back({number, round_trip});
  }

  /// An answer is read, in drain() or in the loop.
  void answer(std::uint64_t number, Duration round_trip) {
    const FlightIndex flight = under_way_.at(number);
    if (flights_.find({flight, target, number}) != nullptr) {
      listener_.on_answered(flight, round_trip);
    } else {
      listener_.on_stray_answer(target, number);
    }
  }

  void lose(std::uint64_t number, LossReason reason) {
    listener_.on_lost(under_way_.at(number), reason);
  }

  bool cpu_needed = false;             ///< needs_cpu()
  std::optional<ErrorReason> refuses;  ///< why the next probes do not leave
  std::uint32_t target = 0;            ///< whose probes these are
  int drains = 0;
  std::uint32_t dropped = 0;  ///< answers, since the buffer was full
  std::vector<FlightIndex> abandoned;

 private:
  ProbeListener& listener_;
  FlightTable& flights_;
  const Clock& clock_;
  std::map<std::uint64_t, FlightIndex> under_way_;
  std::vector<std::pair<std::uint64_t, Duration>> unread_;
};

}  // namespace peeringd::test
