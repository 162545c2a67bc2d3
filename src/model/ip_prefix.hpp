// IP addresses and prefixes as values. An address is Asio's; a prefix knows its canonical form and
// which ranges no Peering Service prefix can be in.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

using IpAddress = boost::asio::ip::address;

enum class Family { ipv4, ipv6 };

inline Family family_of(const IpAddress& address) {
  return address.is_v4() ? Family::ipv4 : Family::ipv6;
}

/// The IPv4 address in an IPv4-mapped IPv6 one (RFC 4291 section 2.5.5.2): 203.0.113.10 for
/// ::ffff:203.0.113.10; others unchanged. Apply it to external addresses, since all other code
/// expects this form.
IpAddress unmapped(const IpAddress& address);

/// An IP prefix in canonical form: all bits beyond its length are zero.
class IpPrefix {
 public:
  /// 0.0.0.0/0.
  IpPrefix() = default;

  /// The prefix of `length` bits that contains `address`. Requires length <= 32 or 128.
  IpPrefix(const IpAddress& address, int length);

  /// Reads `203.0.113.0/24` or `2001:db8::/48`. Host bits that are not zero are an error that
  /// names the canonical form, as are a missing length and a scope (`%eth0`).
  static Result<IpPrefix> parse(std::string_view text);

  /// The same, except that host bits are cleared: 203.0.113.9/24 is read as 203.0.113.0/24.
  static Result<IpPrefix> parse_with_host_bits(std::string_view text);

  const IpAddress& network() const { return network_; }
  int length() const { return length_; }
  Family family() const { return family_of(network_); }

  bool contains(const IpAddress& address) const;
  bool overlaps(const IpPrefix& other) const;
  std::string to_string() const;

  friend bool operator==(const IpPrefix&, const IpPrefix&) = default;

 private:
  IpAddress network_;
  int length_ = 0;
};

/// Loopback, link-local, multicast, unspecified, limited broadcast or IPv4-mapped: no prefix behind
/// a connection can be in there. The name of the range; empty if the prefix is in none of them (it
/// may still be private, see private_range()).
std::string_view unusable_range(const IpPrefix& prefix);

/// Such a range that the prefix contains, with its name, such as `127.0.0.0/8 (loopback)`; empty if
/// it contains none. Nor can such a prefix be behind a connection.
std::string unusable_range_in(const IpPrefix& prefix);

/// The range that contains the address; empty if none. An address in such a range cannot be that
/// of another host. An IPv4-mapped address (`::ffff:127.0.0.1`) has the range of its IPv4 address.
std::string_view unusable_range(const IpAddress& address);

/// Private use (RFC 1918, RFC 4193) or shared address space (RFC 6598): Peering Service refuses
/// to register it, but a lab can use it. The name of the RFC; empty if the prefix is in none.
std::string_view private_range(const IpPrefix& prefix);
/// The same of an address.
std::string_view private_range(const IpAddress& address);

}  // namespace peeringd
