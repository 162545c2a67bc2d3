// The messages of RIPE RIS Live (https://ris-live.ripe.net/manual): JSON objects over a WebSocket,
// one for each BGP message that a RIS peer sent. Pure. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/prefix_set.hpp"
#include "model/route.hpp"

namespace peeringd {

/// Limits for one message. A BGP message of 4096 bytes is far below each of them.
inline constexpr std::size_t max_ris_message_size = std::size_t{1} << 20;
inline constexpr std::size_t max_ris_depth = 16;
inline constexpr std::size_t max_ris_path = 512;       ///< AS numbers; also the most communities
inline constexpr std::size_t max_ris_prefixes = 4096;  ///< of ours

/// The routes of an UPDATE, withdrawals first, without prefixes that do not overlap ours.
///
/// The path is as RIS sends it: it begins with the RIS peer's own AS, which is
/// RouteObservation::peer_as. A network that sends RIS its full table then looks like a transit
/// provider of its customers and peers; routes/route_checks allows for that. An UPDATE with
/// readable prefixes and an unreadable path has UnreadableRoute routes.
struct RisUpdate {
  std::vector<RouteObservation> seen;
};

/// The session between RIS and a peer went up or down. RIS sends no snapshot, so the peer's
/// routes are unknown in either case: the change is always `lost`.
struct RisPeerState {
  SessionChange change;
};

/// Other BGP messages.
struct RisOtherMessage {};

/// A `ris_message`.
struct RisData {
  std::optional<WallTime> sent;  ///< when RIS received the BGP message
  std::variant<RisUpdate, RisPeerState, RisOtherMessage> what;
};

/// The server refuses a request, or is about to close the connection.
struct RisError {
  std::string text;  ///< printable, at most 200 bytes
};

/// The server confirms a subscription to these prefixes.
struct RisSubscribed {
  std::vector<IpPrefix> prefixes;
};

struct RisPong {};

/// Types without meaning here, such as `ris_rrc_list`.
struct RisIgnored {};

using RisMessage = std::variant<RisData, RisError, RisSubscribed, RisPong, RisIgnored>;

/// Reads one message. The error says what is wrong with it.
Result<RisMessage> read_ris_message(std::string_view text, const PrefixSet& ours);

}  // namespace peeringd
