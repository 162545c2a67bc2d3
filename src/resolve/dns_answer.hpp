// What the reply of a name server says about a name: its addresses, or why there are none. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

struct DnsAnswer {
  std::vector<IpAddress> addresses;  ///< in the order of the reply
  /// The smallest TTL of these and of the aliases that lead to them (0 … 2^31-1 s).
  Duration ttl{};
  std::string refusal;  ///< why there is no address, as a phrase; empty when there is one
  /// Whether the name server knew. If not, another server, or a question put another way, may
  /// still give an answer.
  bool final = false;
};

/// Reads the reply to a question for the addresses of `host`; a final dot does not matter. Aliases
/// (CNAME) are followed in whatever order they come and whatever bytes are in them, as glibc does:
/// a name that only leads to an address need not be one that a host may have. c-ares, which is
/// stricter, does not parse answers for us for that reason.
DnsAnswer read_dns_answer(std::span<const std::uint8_t> reply, std::string_view host,
                          Family family);

/// Some servers refuse with a header alone, which c-ares takes for no reply. If the first `size`
/// bytes of `buffer` are such a reply to `query`, adds the question where there is room. Returns
/// the size of the reply from then on.
std::size_t complete_refusal(std::span<std::uint8_t> buffer, std::size_t size,
                             std::span<const std::uint8_t> query);

}  // namespace peeringd
