// Front Door's reference in its older form, which x-azure-ref and X-MSEdge-Ref can have: binary
// data in base64 with the name of the node that answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

/// Where a node is, as parse_node_name() has it.
struct ReferencedNode {
  std::string code;
  std::string site;
};

/// `0` and base64, with or without padding, of 8 bytes of time, a 16-byte id, the node's name, a
/// NUL, and a tail. The tail is a GUID as text, or the word `Edge` with up to four digits behind
/// it.
std::optional<ReferencedNode> node_of_encoded_reference(std::string_view value);

}  // namespace peeringd
