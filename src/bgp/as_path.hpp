// The attributes AS_PATH and AS4_PATH (RFC 4271 section 4.3, RFC 6793). Pure. Any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/route.hpp"

namespace peeringd {

struct AsSegment {
  bool is_set = false;  ///< AS_SET, not AS_SEQUENCE
  std::vector<AsNumber> numbers;
};

using AsSegments = std::vector<AsSegment>;

/// Reads the segments, with numbers of `bytes_per_as` bytes: 2 or 4. Segments of confederations are
/// left out (RFC 5065). Nothing if the attribute is malformed: an empty or unknown segment
/// (RFC 7606 section 7.2), or AS 0 (RFC 7607).
std::optional<AsSegments> read_as_segments(std::span<const std::uint8_t> value,
                                           std::size_t bytes_per_as);

/// The path of four-byte numbers that a two-byte AS_PATH and an AS4_PATH describe together
/// (RFC 6793 section 4.2.3). An AS4_PATH that is longer than the AS_PATH is ignored.
AsSegments merge_as4_path(const AsSegments& as_path, const AsSegments& as4_path);

/// The `set` of the path has the members of the last AS_SET only: no other can be the origin.
AsPath to_as_path(const AsSegments& segments);

/// The AS that originates a route with this path, none if it ends in an AS_SET (RFC 6811
/// section 2). `peer_as` is the origin if the path is empty; 0: not known.
std::optional<AsNumber> origin_of(const AsPath& path, AsNumber peer_as);

}  // namespace peeringd
