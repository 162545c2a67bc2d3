// The officially assigned codes of ISO 3166-1, in the order of their alpha-2 codes.
#pragma once

#include <span>
#include <string_view>

namespace peeringd {

struct Country {
  std::string_view alpha2;
  std::string_view alpha3;
  std::string_view name;  ///< the common short name, in English
};

std::span<const Country> countries();

}  // namespace peeringd
