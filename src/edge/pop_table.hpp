// Where the PoPs are that Microsoft's codes stand for: metro, country and position.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "edge/distance.hpp"

namespace peeringd {

struct EdgeMetro {
  std::string_view code;     ///< as in EdgePop::code: two or three upper-case letters
  std::string_view metro;    ///< the city, in ASCII
  std::string_view country;  ///< ISO 3166-1 alpha-2
  Position position;         ///< of the city, not of a building

  friend bool operator==(const EdgeMetro&, const EdgeMetro&) = default;
};

/// All that are known, in the order of their codes. A metro can have several codes.
std::span<const EdgeMetro> edge_metros();

/// The metro of exactly this code; none when it is not known. Microsoft adds PoPs faster than this
/// table grows: an unknown code is still a PoP.
std::optional<EdgeMetro> find_edge_metro(std::string_view code);

}  // namespace peeringd
