// The older form of Front Door's reference, which x-azure-ref and X-MSEdge-Ref may carry: binary
// data in base64 with the name of the node that answered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace peeringd {

/// The location in the node's name, see parse_node_name().
struct ReferencedNode {
  std::string code;
  std::string site;
};

/// `0` and base64, with or without padding, of 8 bytes of time, a 16-byte id, the node's name, a
/// NUL, and a tail. The tail is a GUID as text, or the word `Edge` followed by up to four digits.
std::optional<ReferencedNode> node_of_encoded_reference(std::string_view value);

}  // namespace peeringd
