// A point of presence (PoP) of the Microsoft edge.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace peeringd {

/// The location that serves a prefix, among those that the customer has chosen for Peering Service.
enum class EdgeLocation : std::uint8_t {
  primary,  ///< all PoPs that answer are of the primary location
  backup,   ///< at least one is of the backup location, none of another
  other,    ///< at least one is of neither
};

/// The names, indexed by EdgeLocation.
inline constexpr std::array<std::string_view, 3> edge_location_names{"primary", "backup", "other"};

struct EdgePop {
  std::string code;    ///< two or three upper-case letters; see find_metro()
  std::string site;    ///< within the metro: `04` of LON04, at most 3 letters and digits, or empty
  std::string method;  ///< the header that named it, one of pop_header_names

  friend bool operator==(const EdgePop&, const EdgePop&) = default;
};

}  // namespace peeringd
