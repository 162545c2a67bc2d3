#include "probe/flight.hpp"

namespace peeringd {

FlightIndex FlightTable::open(std::uint32_t target, std::uint64_t number, Prober& prober,
                              IpAddress address) {
  FlightIndex index = first_free_;
  if (index == none) {
    index = static_cast<FlightIndex>(flights_.size());
    flights_.emplace_back();
  } else {
    first_free_ = flights_[index].next_free;
  }
  Flight& flight = flights_[index];
  flight.target = target;
  flight.number = number;
  flight.prober = &prober;
  flight.address = address;
  flight.departure = {};
  flight.dropped_answers = 0;
  flight.follows.reset();
  return index;
}

void FlightTable::close(FlightIndex index) {
  Flight& flight = flights_[index];
  flight.socket.close();
  flight.prober = nullptr;
  flight.next_free = first_free_;
  first_free_ = index;
}

Flight* FlightTable::find(const ProbeTag& tag) {
  if (tag.flight >= flights_.size()) return nullptr;
  Flight& flight = flights_[tag.flight];
  const bool same =
      flight.prober != nullptr && flight.target == tag.target && flight.number == tag.number;
  return same ? &flight : nullptr;
}

}  // namespace peeringd
