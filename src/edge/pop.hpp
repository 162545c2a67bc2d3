// Finds the PoP of the Microsoft edge that answered, from its response headers. The formats were
// inferred from captures, so each is matched exactly; anything else names no PoP. Headers are
// hostile input: any bytes of any length are safe, in linear time and with no more memory than the
// result. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "model/edge_pop.hpp"

namespace peeringd {

/// A response header, as received. The case of the name is ignored.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// The headers that pop_of_headers() reads, in lower case.
inline constexpr std::array<std::string_view, 3> pop_header_names{"x-msedge-ref", "x-azure-ref",
                                                                  "x-firsthopcafeefz"};

/// Longer values name no PoP; real ones have about a hundred bytes.
inline constexpr std::size_t longest_pop_header = 512;

/// The PoP that took the request, by the best evidence in the headers:
///  - Front Door's headers take precedence over Exchange's, since Exchange's front ends may be
///    behind Front Door. If a Front Door header names no PoP, Exchange's header is not used.
///  - If a header occurs twice, or both of Front Door's occur, they must name the same code: with
///    one Front Door behind another, the headers do not say which was first.
std::optional<EdgePop> pop_of_headers(std::span<const HeaderView> headers);

/// `Ref A: <32 hex digits> Ref B: <node> Ref C: <time>`, also without Ref C. The node's name starts
/// with the PoP (parse_node_name()). In refusals also the encoded form of x-azure-ref.
std::optional<EdgePop> pop_of_x_msedge_ref(std::string_view value);

/// Front Door's reference, of which there are three forms:
///  - `0` and base64, as node_of_encoded_reference() reads it;
///  - `20241021T080528Z-` and lower-case letters and digits, which name no PoP;
///  - the same with `hC1` and the PoP among them, such as `…hC1FRA…` or `…hC1CO1…`.
std::optional<EdgePop> pop_of_x_azure_ref(std::string_view value);

/// Exchange Online's ingress: exactly three letters.
std::optional<EdgePop> pop_of_x_firsthopcafeefz(std::string_view value);

}  // namespace peeringd
