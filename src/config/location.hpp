// Where a connection is, checked against ISO 3166-1 and the states of the United States.
#pragma once

#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// The alpha-2 code in upper case. For an alpha-3 code or a name, the error has the right code.
Result<std::string> parse_country(std::string_view text);

/// The USPS code in upper case of a state, a territory or the District of Columbia, given as code
/// or name without regard to case.
Result<std::string> parse_us_state(std::string_view text);

Location read_location(const Node& node);

}  // namespace peeringd
