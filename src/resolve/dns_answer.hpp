// Parses a DNS reply: the addresses of a name, or why there are none. Pure.
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

/// The refusal if the name exists, but has no address of the family.
inline constexpr std::string_view no_record = "no such record";

struct DnsAnswer {
  std::vector<IpAddress> addresses;  ///< in the order of the reply
  /// Smallest TTL of the addresses and of the aliases that lead to them (0 … 2^31-1 s).
  Duration ttl{};
  std::string refusal;  ///< why there is no address, as a phrase; empty if there is one
  /// True if the name server gave a definite answer. Otherwise another server, or the question
  /// without EDNS, may still succeed.
  bool final = false;
};

/// Reads the reply to a question for the addresses of `host`; a final dot is ignored. Follows
/// aliases (CNAME) in any order and with any bytes, like glibc: a name that only leads to an
/// address need not be a valid host name. c-ares is stricter, so we do not use its parser.
DnsAnswer read_dns_answer(std::span<const std::uint8_t> reply, std::string_view host,
                          Family family);

/// Whether a datagram is a reply to `query`: same ID, and the same single question in any case.
/// c-ares 1.18 ignores all others, but newer ones end the question with an error at a datagram that
/// they cannot parse.
bool is_reply_to(std::span<const std::uint8_t> query, std::span<const std::uint8_t> datagram);

/// Some servers refuse with a bare header, which c-ares does not accept as a reply. If the first
/// `size` bytes of `buffer` are such a reply to `query`, appends the question if there is room.
/// Returns the new size of the reply.
std::size_t complete_refusal(std::span<std::uint8_t> buffer, std::size_t size,
                             std::span<const std::uint8_t> query);

}  // namespace peeringd
