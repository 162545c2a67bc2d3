// A point of presence (PoP) of the Microsoft edge.
#pragma once

#include <string>

namespace peeringd {

struct EdgePop {
  std::string code;  ///< two or three upper-case letters; see find_metro()
  std::string site;  ///< within the metro, as `04` of LON04, at most 3 letters and digits, or empty
  std::string method;  ///< the header that named it, one of pop_header_names

  friend bool operator==(const EdgePop&, const EdgePop&) = default;
};

}  // namespace peeringd
