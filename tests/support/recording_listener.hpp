// A ProbeListener that records all events in order.
#pragma once

#include <algorithm>
#include <vector>

#include "probe/prober.hpp"

namespace peeringd::test {

struct ProbeEvent {
  enum class Type { sent, not_sent, answered, lost, stray };
  Type type = Type::sent;
  std::uint32_t target = 0;
  std::uint64_t number = 0;
  ErrorReason error{};    ///< of not_sent
  LossReason loss{};      ///< of lost
  Duration round_trip{};  ///< of answered
};

/// Closes flights as the interface requires.
class RecordingListener final : public ProbeListener {
 public:
  void on_sent(FlightIndex flight) override { note(flight, {.type = ProbeEvent::Type::sent}); }
  void on_not_sent(FlightIndex flight, ErrorReason reason) override {
    note(flight, {.type = ProbeEvent::Type::not_sent, .error = reason});
    flights.close(flight);
  }
  void on_answered(FlightIndex flight, Duration round_trip) override {
    note(flight, {.type = ProbeEvent::Type::answered, .round_trip = round_trip});
    flights.close(flight);
  }
  void on_lost(FlightIndex flight, LossReason reason) override {
    note(flight, {.type = ProbeEvent::Type::lost, .loss = reason});
    flights.close(flight);
  }
  void on_observed(FlightIndex /*flight*/, const Observation& observation) override {
    observations.push_back(observation);
  }
  void on_stray_answer(std::uint32_t target, std::uint64_t number) override {
    events.push_back({.type = ProbeEvent::Type::stray, .target = target, .number = number});
  }

  void on_answers_dropped(std::uint32_t count) override { dropped += count; }

  std::size_t count(ProbeEvent::Type type) const {
    return static_cast<std::size_t>(std::ranges::count(events, type, &ProbeEvent::type));
  }

  FlightTable flights;
  std::vector<ProbeEvent> events;
  std::vector<Observation> observations;
  std::uint64_t dropped = 0;

 private:
  void note(FlightIndex flight, ProbeEvent event) {
    event.target = flights[flight].target;
    event.number = flights[flight].number;
    events.push_back(event);
  }
};

}  // namespace peeringd::test
