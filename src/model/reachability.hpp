// Whether prefixes, connections and redundancy groups reach the edge at all. Their quality is a
// separate value (model/test_result.hpp). By default only reachability pages.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

enum class Reach : std::uint8_t {
  unknown,    ///< nothing shows whether it reaches the edge
  up,         ///< probes are answered
  down,       ///< probes are sent, and none is answered
  no_source,  ///< probes cannot be sent: no address, interface, carrier or route
};

/// By Reach.
inline constexpr std::array<std::string_view, 4> reach_names{"unknown", "up", "down", "no_source"};

inline constexpr std::string_view name_of(Reach reach) {
  return reach_names[static_cast<std::size_t>(reach)];
}

/// 1 or 0 as exported; none where it is not known.
inline constexpr std::optional<bool> is_up(Reach reach) {
  if (reach == Reach::unknown) return std::nullopt;
  return reach == Reach::up;
}

struct PathReach {
  bool down = false;       ///< was answered before, and no longer is
  bool changed = false;    ///< at this assessment
  MonotonicTime since{};   ///< the last answer; meaningless unless down
  bool recovered = false;  ///< was down within the window
  std::optional<MonotonicTime> last_answer{};  ///< of any kind, from the edge; none: never
  /// Lost probes in the window that belong to an outage. They were reported as such, so they do
  /// not count for the result of loss.
  std::uint64_t outage_losses = 0;
};

struct PrefixReach {
  Reach reach = Reach::unknown;
  MonotonicTime since{};   ///< of `reach`; for `down` and `no_source` when the outage began
  std::string problem{};   ///< why there is no source, or why nothing is known
  bool changed = false;    ///< at this assessment
  bool warm = false;       ///< had the time to become known
  bool source_missing = false;  ///< for longer than the grace; it has had one, or should have
  bool recovered = false;  ///< was not up within the window
  bool flapping = false;   ///< three outages within an hour
  bool flapping_began = false;  ///< at this assessment

  bool is_not_up() const { return reach == Reach::down || reach == Reach::no_source; }
};

/// Of a connection or a redundancy group.
struct WholeReach {
  std::optional<bool> up{};
  std::optional<MonotonicTime> since{};  ///< of `up`; none before it is known
  bool changed = false;                  ///< `up` changed to or from 0 at this assessment
  bool warm = false;                     ///< each of its parts is known or had the time to become so
  std::string reason{};                  ///< why it is not up, without the time; empty if it is
  std::string diagnosis{};  ///< where the fault is likely to be; empty if it is up or nothing is known
  Duration lasted{};        ///< of the outage that ended at this assessment
};

/// Of an endpoint, over all prefixes that are up.
struct EndpointReach {
  bool down = false;         ///< it answers none of them, and has answered before
  bool changed = false;      ///< at this assessment
  std::size_t prefixes = 0;  ///< that are up and probe it
  MonotonicTime since{};     ///< of `down`
};

struct ReachReport {
  /// When a target was answered last, to the second, as Snapshot::targets; none: never since the
  /// start.
  std::vector<std::optional<MonotonicTime>> last_answers;
  std::vector<PathReach> paths;         ///< as Rollup::paths
  std::vector<PrefixReach> prefixes;    ///< as Snapshot::prefixes
  std::vector<WholeReach> connections;  ///< as Config::connections
  std::map<std::string, WholeReach, std::less<>> groups;
  std::vector<EndpointReach> endpoints;  ///< as Config::endpoints
};

}  // namespace peeringd
