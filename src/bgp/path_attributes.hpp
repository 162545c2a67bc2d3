// The path attributes of an UPDATE (RFC 4271 section 4.3): the list of them, and the route that
// they describe. Pure. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/route.hpp"

namespace peeringd {

/// The attributes with the prefixes of other families (RFC 4760), as spans into the message.
struct MultiprotocolParts {
  std::optional<std::span<const std::uint8_t>> reach;    ///< the value of MP_REACH_NLRI
  std::optional<std::span<const std::uint8_t>> unreach;  ///< the value of MP_UNREACH_NLRI
  std::size_t others = 0;                                ///< number of other attributes
  /// The list cannot be read to its end, or has one of the two twice (RFC 7606 sections 3g, 4).
  bool malformed = false;
};

/// Finds the two attributes without reading any. Does not allocate.
MultiprotocolParts find_multiprotocol_parts(std::span<const std::uint8_t> attributes);

/// How the attributes of an UPDATE are read.
struct AttributeOptions {
  bool two_byte_as = false;       ///< numbers in AS_PATH have two bytes
  bool as_path_optional = false;  ///< without AS_PATH the path is empty
  bool next_hop_expected = true;  ///< the message announces prefixes outside MP_REACH_NLRI
  AsNumber peer_as = 0;           ///< the origin of a route with an empty path; 0: not known
};

/// Reads the route that the attributes describe. Nothing where RFC 7606 treats the announcement as
/// a withdrawal: the caller then knows nothing of the route. Attributes that RFC 7606 discards are
/// left out.
std::optional<BgpRoute> read_route(std::span<const std::uint8_t> attributes,
                                   const AttributeOptions& options);

}  // namespace peeringd
