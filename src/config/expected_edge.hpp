// `edge` of a connection: the PoPs of the Microsoft edge that are to serve it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// The code of a PoP, as headers of the edge name it: two or three letters. In upper case.
Result<std::string> parse_pop_code(std::string_view text);

/// Reads `node`, a map with `primary` and perhaps `backup`, each a list of codes. Warns of codes
/// that are not in the table of metros, as Microsoft adds PoPs faster than the table grows.
ExpectedEdge read_expected_edge(const Node& node);

}  // namespace peeringd
