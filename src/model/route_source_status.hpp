// What a source of routes or VRPs (a BMP router, an RTR cache, RIS Live) reports about itself, for
// the metrics about the daemon. Values without behaviour.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// Why a message from a source, or a connection with it, failed.
enum class RouteSourceError : std::uint8_t {
  malformed,  ///< a message that cannot be read
  too_long,   ///< a message above the limit
  protocol,   ///< a message that does not fit, an error report of the source, or a failed handshake
  slow,       ///< no message, or a late one, where one was due
  connection,  ///< the connection failed or ended
};

/// The names, indexed by RouteSourceError: values of the label `reason`.
inline constexpr std::array<std::string_view, 5> route_source_error_names{
    "malformed", "too_long", "protocol", "slow", "connection"};

/// Since the start of the daemon, or since the source was configured.
struct RouteSourceStatus {
  std::string name;           ///< of the source, unique within its kind
  bool up = false;            ///< connected
  bool synchronised = false;  ///< connected, and what it reported is complete and current
  std::optional<WallTime> last_message{};
  std::uint64_t messages = 0;
  std::array<std::uint64_t, route_source_error_names.size()>
      errors{};  ///< indexed by RouteSourceError

  void count(RouteSourceError error) { ++errors[static_cast<std::size_t>(error)]; }
};

/// The RTR caches and their data.
struct RpkiStatus {
  std::vector<RouteSourceStatus> caches;  ///< in the order of the configuration; named host:port
  std::optional<std::size_t> vrps;     ///< that overlap our prefixes; none while no data is valid
  std::optional<WallTime> expires_at;  ///< of the data
};

struct RisStatus {
  RouteSourceStatus source;
  std::optional<Duration> lag;  ///< between RIS and us, of the latest message
};

/// A BGP session of a router that a rule names, as BMP reports it.
struct BmpSessionStatus {
  std::string router;  ///< BmpRouter::name
  IpAddress peer;
  std::uint32_t peer_as = 0;  ///< 0: not known
  bool up = false;

  friend bool operator==(const BmpSessionStatus&, const BmpSessionStatus&) = default;
};

/// All sources of routes that are configured.
struct RouteSourceFacts {
  std::vector<RouteSourceStatus> bmp;            ///< named as BmpRouter::name
  std::optional<std::uint64_t> bmp_strangers{};  ///< refused connections; none: no station
  std::vector<BmpSessionStatus> bmp_sessions{};  ///< those that are known
  std::optional<RpkiStatus> rpki;
  std::optional<RisStatus> ris;
  std::uint64_t dropped_routes = 0;  ///< since the start; not kept because of a limit
};

}  // namespace peeringd
