// BGP UPDATE messages (RFC 4271 section 4.3, RFC 4760). Prefixes are read first, and attributes
// only if a prefix concerns the configuration: a full table costs neither memory nor much time.
// Pure. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "bgp/path_attributes.hpp"
#include "bgp/prefix_filter.hpp"
#include "model/route.hpp"

namespace peeringd {

struct UpdateOptions {
  AttributeOptions attributes{};   ///< except next_hop_expected, which the message decides
  std::array<bool, 2> path_ids{};  ///< by Family: prefixes have path ids
};

struct UpdateRoute {
  IpPrefix network;
  std::uint32_t path_id = 0;
  std::variant<BgpRoute, RouteWithdrawal, UnreadableRoute> what;
};

struct UpdateReading {
  std::vector<UpdateRoute> routes;        ///< those that the filter contains, in order
  std::optional<Family> end_of_rib;       ///< RFC 4724 section 2
  std::array<bool, 2> unread_prefixes{};  ///< by Family: prefixes may be missing in `routes`
  bool malformed = false;                 ///< in any way (RFC 7606)
  Family family = Family::ipv4;           ///< of the last prefix that was read
  std::uint64_t prefixes = 0;             ///< number of prefixes read, those of the filter or not
};

/// Reads a whole message with its header. A prefix whose attributes are malformed is an
/// UnreadableRoute, not a RouteWithdrawal as in RFC 7606: the monitored router may read it
/// differently.
UpdateReading read_update(std::span<const std::uint8_t> message, const UpdateOptions& options,
                          const PrefixFilter& filter);

}  // namespace peeringd
