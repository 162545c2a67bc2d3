// Checks of a single route: who originates it, who stands next to the origin, and the rules of
// Peering Service. Pure.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/route.hpp"

namespace peeringd {

inline bool contains(const std::vector<AsNumber>& list, AsNumber as) {
  return std::find(list.begin(), list.end(), as) != list.end();
}

/// The origin, or a member of the final AS_SET, that is none of `expected`. None if all are
/// expected or the origin is not known.
std::optional<AsNumber> foreign_origin(const BgpRoute& route,
                                       const std::vector<AsNumber>& expected);

/// The AS adjacent to the origin in the path, ignoring prepends. nullopt if the path has only one
/// AS, and if that AS is the RIS peer itself, which may be the origin's customer or peer rather
/// than its transit provider.
std::optional<AsNumber> upstream_of(const BgpRoute& route, RouteSource source, AsNumber peer_as);

/// What breaks the requirements for prefixes of Peering Service: `community 8075:8007 is missing`,
/// `private AS 64512 in the path`, `path of 4 AS`, `prepended path`. `community`: none: not
/// checked.
std::vector<std::string> broken_requirements(const BgpRoute& route,
                                             std::optional<Community> community);

/// `64501 64496`, with `{64510 64511}` for the members of sets.
std::string to_string(const AsPath& path);

}  // namespace peeringd
