#include "history_story/simulated_path.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace peeringd::story {
namespace {

constexpr std::size_t spread_count = 4096;  // a power of two

// From 0 to 1 and back over the fault: people come home and go to bed.
double rise_of(const StoryFault& fault, Moment time) {
  const auto whole = static_cast<double>((fault.to - fault.from).count());
  const auto part = static_cast<double>((time - fault.from).count());
  return std::sin(std::numbers::pi * part / whole);
}

// A loss grows over its first minutes.
double growth_of(const StoryFault& fault, Moment time) {
  const auto passed = static_cast<double>((time - fault.from).count());
  return std::min(1.0, 0.4 + passed / 1200);
}

// The first three parts of an IPv4 address, or the first 48 bits, with a host of the provider.
IpAddress router_of(const IpAddress& source, std::uint8_t host) {
  if (source.is_v4()) {
    auto bytes = source.to_v4().to_bytes();
    bytes[3] = host;
    return boost::asio::ip::address_v4(bytes);
  }
  auto bytes = source.to_v6().to_bytes();
  bytes[15] = host;
  return boost::asio::ip::address_v6(bytes);
}

std::vector<std::optional<IpAddress>> first_hops(const IpAddress& source) {
  return {router_of(source, 1), router_of(source, 253)};
}

}  // namespace

SimulatedPaths::SimulatedPaths(const Story& story, unsigned seed) : story_(story), random_(seed) {
  // Box and Muller: the same numbers with every library, unlike std::normal_distribution.
  for (std::size_t i = 0; i < spread_count; ++i) {
    const double radius = (static_cast<double>(random_()) + 1) / 4294967297.0;
    const double angle = static_cast<double>(random_()) / 4294967296.0 * 2 * std::numbers::pi;
    const double normal = std::sqrt(-2 * std::log(radius)) * std::cos(angle);
    spreads_.push_back(std::exp(0.7 * normal));
  }
}

SimulatedPaths::Way SimulatedPaths::way_at(const StoryConnection& connection,
                                           const std::string& prefix, Moment time) const {
  Way way{connection.base_ms, connection.spread_ms, connection.loss};
  const double hour = static_cast<double>(time.time_since_epoch().count() % 86'400) / 3600;
  way.spread_ms *= 1 + 0.1 * std::sin((hour - 9) / 12 * std::numbers::pi);
  if (connection.prefixes.front() != prefix) way.base_ms += 0.05;
  const auto& name = connection.name;
  if (const StoryFault* fault = story_.fault(AnomalyKind::congestion, name, prefix, time)) {
    const double rise = fault->size * rise_of(*fault, time);
    way.base_ms += 0.3 * rise;
    way.spread_ms *= 1 + 1.6 * rise;
    way.loss += 0.0006 * rise;
  }
  if (const StoryFault* fault = story_.fault(AnomalyKind::slower, name, prefix, time)) {
    way.base_ms += fault->size;
    way.spread_ms *= 1.5;
  }
  if (const StoryFault* fault = story_.fault(AnomalyKind::detour, name, prefix, time)) {
    way.base_ms += fault->size;
  }
  if (const StoryFault* fault = story_.fault(AnomalyKind::loss, name, prefix, time)) {
    way.loss += fault->size * growth_of(*fault, time);
    way.spread_ms *= 1.8;
  }
  if (story_.fault(AnomalyKind::outage, name, prefix, time) != nullptr) way.loss = 1;
  return way;
}

std::optional<Duration> SimulatedPaths::probe(const Way& way, double further_ms) {
  const auto random = random_();
  if (way.loss >= 1 || static_cast<double>(random) < way.loss * 4294967296.0) return std::nullopt;
  const double spread = spreads_[(random >> 7) % spread_count];
  const double milliseconds = way.base_ms + further_ms + way.spread_ms * spread;
  return std::chrono::round<Duration>(std::chrono::duration<double, std::milli>(milliseconds));
}

std::string SimulatedPaths::pop_at(const StoryConnection& connection, const std::string& prefix,
                                   Moment time) const {
  const bool detour = story_.fault(AnomalyKind::detour, connection.name, prefix, time) != nullptr;
  return detour ? "FRA" : connection.pop;
}

PathTrace trace_that_reaches(const IpAddress& source, const IpAddress& destination,
                             MonotonicTime ended_at) {
  PathTrace trace{.destination = destination, .hops = first_hops(source)};
  trace.hops.emplace_back(std::nullopt);
  trace.hops.emplace_back(router_of(destination, 1));
  trace.hops.emplace_back(destination);
  trace.reached = true;
  trace.ended_at = ended_at;
  return trace;
}

PathTrace trace_that_ends(const IpAddress& source, const IpAddress& destination,
                          MonotonicTime ended_at) {
  PathTrace trace{.destination = destination, .hops = first_hops(source)};
  trace.ended_at = ended_at;
  return trace;
}

}  // namespace peeringd::story
