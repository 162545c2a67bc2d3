// Probes in flight: one record each, from the moment a probe is due until it is answered, lost or
// found not to have left.
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

/// Identifies a probe in packets and in the answers to them.
struct ProbeTag {
  FlightIndex flight = 0;
  std::uint32_t target = 0;
  std::uint64_t number = 0;

  friend bool operator==(const ProbeTag&, const ProbeTag&) = default;
};

struct Flight {
  std::uint32_t target = 0;           ///< index of the target
  std::uint64_t number = 0;           ///< of the probe, as the target's cadence counts
  Prober* prober = nullptr;           ///< its owner; null: the record is free
  IpAddress address;                  ///< destination
  Departure departure;                ///< set by the prober
  std::uint32_t dropped_answers = 0;  ///< Prober::dropped_answers() at departure; set by the prober
  Duration
      waited_for_cpu{};  ///< Clock::waited_for_cpu() before departure, if the prober needs_cpu()
  Descriptor socket;     ///< set by a prober that opens one socket per probe; else empty
  /// The flight that this one follows (HttpOptions::follows), which was answered just now.
  std::optional<FlightIndex> follows;
  FlightIndex next_free = 0;
};

/// Records are reused: nothing is allocated once the number of probes in flight has reached its
/// maximum. References are valid until the next open(). One thread.
class FlightTable {
 public:
  /// Preallocates.
  void reserve(std::size_t flights) { flights_.reserve(flights); }

  /// `address` by value: it may be part of another flight, which open() can move.
  FlightIndex open(std::uint32_t target, std::uint64_t number, Prober& prober, IpAddress address);

  /// Ends the flight and closes its socket.
  void close(FlightIndex index);

  Flight& operator[](FlightIndex index) { return flights_[index]; }

  /// The flight of this probe; null if it is over. `tag` may be any value: it comes from the
  /// network.
  Flight* find(const ProbeTag& tag);

  /// How many records there are, free or not: all indexes are below.
  std::size_t size() const { return flights_.size(); }

 private:
  static constexpr FlightIndex none = UINT32_MAX;
  std::vector<Flight> flights_;
  FlightIndex first_free_ = none;
};

}  // namespace peeringd
