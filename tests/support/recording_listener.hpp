// A ProbeListener that writes down what it hears, in order.
#pragma once

#include <algorithm>
#include <vector>

#include "probe/prober.hpp"

namespace peeringd::test {

struct Heard {
  enum class What { sent, not_sent, answered, lost, stray };
  What what = What::sent;
  std::uint32_t target = 0;
  std::uint64_t number = 0;
  ErrorReason error{};    ///< of not_sent
  LossReason loss{};      ///< of lost
  Duration round_trip{};  ///< of answered
};

/// Closes flights as the interface asks of a listener.
class RecordingListener final : public ProbeListener {
 public:
  void on_sent(FlightIndex flight) override { note(flight, {.what = Heard::What::sent}); }
  void on_not_sent(FlightIndex flight, ErrorReason reason) override {
    note(flight, {.what = Heard::What::not_sent, .error = reason});
    flights.close(flight);
  }
  void on_answered(FlightIndex flight, Duration round_trip) override {
    note(flight, {.what = Heard::What::answered, .round_trip = round_trip});
    flights.close(flight);
  }
  void on_lost(FlightIndex flight, LossReason reason) override {
    note(flight, {.what = Heard::What::lost, .loss = reason});
    flights.close(flight);
  }
  void on_observed(FlightIndex /*flight*/, const Observation& observation) override {
    observations.push_back(observation);
  }
  void on_stray_answer(std::uint32_t target, std::uint64_t number) override {
    heard.push_back({.what = Heard::What::stray, .target = target, .number = number});
  }

  void on_answers_dropped(std::uint32_t count) override { dropped += count; }

  std::size_t count(Heard::What what) const {
    return static_cast<std::size_t>(std::ranges::count(heard, what, &Heard::what));
  }

  FlightTable flights;
  std::vector<Heard> heard;
  std::vector<Observation> observations;
  std::uint64_t dropped = 0;

 private:
  void note(FlightIndex flight, Heard event) {
    event.target = flights[flight].target;
    event.number = flights[flight].number;
    heard.push_back(event);
  }
};

}  // namespace peeringd::test
