// Countries, the states of the United States, and the metros of Microsoft's PoPs. The tables are
// the CSV files of this folder, each in the order of its first column.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "geo/position.hpp"

namespace peeringd {

struct Country {
  std::string_view alpha2;  ///< ISO 3166-1
  std::string_view alpha3;
  std::string_view name;  ///< the common short name, in English
};

/// A state, a territory, or the District of Columbia.
struct UsState {
  std::string_view code;  ///< USPS
  std::string_view name;
};

struct Metro {
  std::string_view code;     ///< as in EdgePop::code: two or three upper-case letters
  std::string_view name;     ///< the city, in ASCII
  std::string_view country;  ///< ISO 3166-1 alpha-2
  Position position;         ///< of the city, not of a building

  friend bool operator==(const Metro&, const Metro&) = default;
};

std::span<const Country> countries();
std::span<const UsState> us_states();

/// A metro can have several codes.
std::span<const Metro> metros();

/// The metro with exactly this code; nothing for an unknown one. Microsoft adds PoPs faster than
/// the table grows: an unknown code is still a PoP.
std::optional<Metro> find_metro(std::string_view code);

}  // namespace peeringd
