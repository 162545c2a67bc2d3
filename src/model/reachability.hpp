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
#include "base/optional_time.hpp"

namespace peeringd {

enum class Reach : std::uint8_t {
  unknown,    ///< nothing shows whether it reaches the edge
  up,         ///< probes are answered
  down,       ///< no probe is answered, or another host answers instead of the endpoints
  no_source,  ///< probes cannot be sent: no address, interface, carrier or route
};

/// The names, indexed by Reach.
inline constexpr std::array<std::string_view, 4> reach_names{"unknown", "up", "down", "no_source"};

inline constexpr std::string_view name_of(Reach reach) {
  return reach_names[static_cast<std::size_t>(reach)];
}

/// The value of the metric: 1 for up, 0 otherwise; none if it is unknown.
inline constexpr std::optional<bool> is_up(Reach reach) {
  if (reach == Reach::unknown) return std::nullopt;
  return reach == Reach::up;
}

struct PathReach {
  bool down = false;       ///< the endpoint answered before, and no longer does
  bool changed = false;    ///< at this assessment
  bool recovered = false;  ///< was down within the window
  MonotonicTime since{};   ///< the time of the last answer; meaningless unless down
  OptionalTime<MonotonicTime> last_answer{};  ///< any answer of the edge; none: never
  /// Lost probes in the window that belong to an outage. The outage was reported, so they do not
  /// count for the result of loss.
  std::uint64_t outage_losses = 0;
};

struct PrefixReach {
  Reach reach = Reach::unknown;
  MonotonicTime since{};  ///< since when `reach` has its value; in an outage, when it began
  /// Why there is no source, or why nothing is known. If it is down although hosts answer: why
  /// these are not the endpoints, as in `certificate of a.example is not that of teams.example`.
  std::string problem{};
  /// Why every probe is rejected although hosts answer: `refused, tls`; empty: they are not.
  std::string rejection{};
  bool changed = false;  ///< at this assessment
  bool warm = false;     ///< known, or unknown for longer than the warm-up
  /// There has been no source for longer than the grace, and there was one before or should be.
  bool source_missing = false;
  bool recovered = false;       ///< was not up within the window
  bool flapping = false;        ///< three outages within an hour
  bool flapping_began = false;  ///< at this assessment

  bool is_not_up() const { return reach == Reach::down || reach == Reach::no_source; }
  /// Somebody else answers instead of the endpoints, as a captive portal does.
  bool is_foreign() const { return reach == Reach::down && !problem.empty(); }
};

/// The reachability of an aggregate: a connection or a redundancy group.
struct AggregateReach {
  std::optional<bool> up{};
  std::optional<MonotonicTime> since{};  ///< since when `up` has its value; none before it is known
  /// Since when none of its parts has been up, also if that is not known yet. None: one is up, or
  /// none ever was.
  std::optional<MonotonicTime> lost{};
  bool changed = false;  ///< `up` changed to or from false at this assessment
  bool warm = false;     ///< each of its parts is known or has finished its warm-up
  std::string reason{};  ///< why it is not up, without the time; empty if it is up
  /// The likely cause; empty if not known. If it is up, this reports only that large packets are
  /// lost.
  std::string diagnosis{};
  Duration lasted{};  ///< length of the outage that ended at this assessment
};

/// The reachability of an endpoint from all prefixes that are up.
struct EndpointReach {
  bool down = false;         ///< the endpoint answers no prefix, and has answered before
  bool changed = false;      ///< at this assessment
  std::size_t prefixes = 0;  ///< number of prefixes that are up and probe the endpoint
  MonotonicTime since{};     ///< since when `down` has its value
};

struct ReachReport {
  /// The time of the last answer of each target, to the second, in the order of Snapshot::targets;
  /// none: no answer since the start.
  std::vector<OptionalTime<MonotonicTime>> last_answers;
  std::vector<PathReach> paths;             ///< in the order of Rollup::paths
  std::vector<PrefixReach> prefixes;        ///< in the order of Snapshot::prefixes
  std::vector<AggregateReach> connections;  ///< in the order of Config::connections
  std::map<std::string, AggregateReach, std::less<>> groups;
  std::vector<EndpointReach> endpoints;  ///< in the order of Config::endpoints
};

}  // namespace peeringd
