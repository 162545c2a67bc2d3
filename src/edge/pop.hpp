// Which PoP of the Microsoft edge answered, read from the headers of its response. What they mean
// was inferred from captures, so each form is matched whole; whatever departs from it names no PoP.
// Headers are hostile input: any bytes of any length are safe, in linear time and with no more
// memory than the result. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "model/edge_pop.hpp"

namespace peeringd {

/// A header of a response, as received. The name's case does not matter.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// The headers that pop_of_headers() reads, in lower case.
inline constexpr std::array<std::string_view, 3> pop_header_names{"x-msedge-ref", "x-azure-ref",
                                                                  "x-firsthopcafeefz"};

/// No value of more bytes than this names a PoP; real ones have about a hundred.
inline constexpr std::size_t longest_pop_header = 512;

/// The PoP that took the request, by the best evidence in the headers:
///  - Front Door's headers go before Exchange's, whose front ends can stand behind Front Door. One
///    of Front Door's that names no PoP leaves the question open rather than to Exchange.
///  - A header that is there twice, or both of Front Door's, must name the same code: where one
///    Front Door stands behind another, the headers do not say which one was met first.
std::optional<EdgePop> pop_of_headers(std::span<const HeaderView> headers);

/// `Ref A: <32 hex digits> Ref B: <node> Ref C: <time>`, also without Ref C. The node's name starts
/// with the PoP (parse_node_name()). In refusals also the encoded form of x-azure-ref.
std::optional<EdgePop> pop_of_x_msedge_ref(std::string_view value);

/// Front Door's reference, of which there are three forms:
///  - `0` and base64, as node_of_encoded_reference() reads it;
///  - `20241021T080528Z-` and lower-case letters and digits, which name no PoP;
///  - the same with `hC1` and the PoP among them, as `…hC1FRA…` or `…hC1CO1…`.
std::optional<EdgePop> pop_of_x_azure_ref(std::string_view value);

/// Exchange Online's ingress: three letters and no more.
std::optional<EdgePop> pop_of_x_firsthopcafeefz(std::string_view value);

}  // namespace peeringd
