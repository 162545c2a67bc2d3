// Names of edge nodes, as Front Door writes them into its headers.
#pragma once

#include <optional>
#include <string_view>

namespace peeringd {

/// The location in a node's name.
struct NodeName {
  std::string_view code;  ///< two or three letters
  std::string_view site;  ///< what follows them: up to two digits, or a digit and two letters
};

/// Splits a name of either form, each a whole name and nothing around it:
///  - classic, `AMSEDGE0312`, `LON04EDGE0411`, `BL2EDGE1012`: the code, up to two digits (at least
///    one after a code of two letters), `EDGE`, four digits;
///  - newer, `LON281181714054`, `CO6AA3150217011`, always 15 characters: a code of three letters
///    with two digits, or of two letters with a digit and two letters, then ten digits.
/// The views point into `name`.
std::optional<NodeName> parse_node_name(std::string_view name);

}  // namespace peeringd
