// Probes in flight: one record each from the moment a probe is due until it was answered, lost or
// turned out never to have left.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/descriptor.hpp"
#include "model/ip_prefix.hpp"
#include "net/kernel_time.hpp"

namespace peeringd {

class Prober;

using FlightIndex = std::uint32_t;

struct Flight {
  std::uint32_t target = 0;   ///< index of the target
  std::uint64_t number = 0;   ///< of the probe, as the target's cadence counts
  Prober* prober = nullptr;   ///< whose flight it is; null: the record is free
  IpAddress address;          ///< where it goes
  Departure departure;        ///< when it left; the prober's
  std::uint32_t dropped = 0;  ///< Prober::dropped_answers() when it left; the prober's
  Duration starved{};         ///< Clock::starved() before it left, if its prober works in steps
  Descriptor socket;          ///< of a probe with a socket of its own; the prober's
  /// The flight that this one follows up (HttpOptions::follows), being answered just now.
  std::optional<FlightIndex> follows;
  FlightIndex next_free = 0;
};

/// Records that are used again, so that nothing is allocated once as many probes have been in
/// flight as ever will be. References are good until the next open(). One thread.
class FlightTable {
 public:
  /// Takes the memory for so many flights at once.
  void reserve(std::size_t flights) { flights_.reserve(flights); }

  /// `address` by value: it may be that of another flight, which the new one can move.
  FlightIndex open(std::uint32_t target, std::uint64_t number, Prober& prober, IpAddress address);

  /// Ends the flight and closes its socket.
  void close(FlightIndex index);

  Flight& operator[](FlightIndex index) { return flights_[index]; }

  /// The flight `index` if it is under way and this very probe; null otherwise. For indexes that
  /// came back from the network.
  Flight* find(FlightIndex index, std::uint32_t target, std::uint64_t number);

  /// How many records there are, free or not: all indexes are below.
  std::size_t size() const { return flights_.size(); }

 private:
  static constexpr FlightIndex none = UINT32_MAX;
  std::vector<Flight> flights_;
  FlightIndex first_free_ = none;
};

}  // namespace peeringd
