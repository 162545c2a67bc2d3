#include "model/ip_prefix.hpp"

#include <array>

#include "base/number_from.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

int address_bits(const IpAddress& address) {
  return address.is_v4() ? 32 : 128;
}

template <std::size_t Size>
std::array<unsigned char, Size> masked(std::array<unsigned char, Size> bytes, int length) {
  for (std::size_t i = 0; i < Size; ++i) {
    const int kept = length - static_cast<int>(i) * 8;
    if (kept <= 0) bytes[i] = 0;
    if (kept > 0 && kept < 8)
      bytes[i] = static_cast<unsigned char>(bytes[i] & (0xff << (8 - kept)));
  }
  return bytes;
}

IpAddress masked(const IpAddress& address, int length) {
  if (address.is_v4()) {
    return boost::asio::ip::make_address_v4(masked(address.to_v4().to_bytes(), length));
  }
  return boost::asio::ip::make_address_v6(masked(address.to_v6().to_bytes(), length));
}

struct AddressAndLength {
  IpAddress address;
  int length;
};

Result<AddressAndLength> read_address_and_length(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) {
    return Error{in_quotes(text) +
                 " lacks a length; a prefix looks like 203.0.113.0/24 or 2001:db8::/48"};
  }
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(text.substr(0, slash)), error);
  if (error || text.find('%') != std::string_view::npos) {
    return Error{in_quotes(text) +
                 " is not a prefix; write one like 203.0.113.0/24 or 2001:db8::/48"};
  }
  const std::string_view written = text.substr(slash + 1);
  if (written.size() > 1 && written.front() == '0') {
    return Error{in_quotes(text) +
                 " has a length with a leading zero, which some read as octal; write it without"};
  }
  const auto length = number_from<int>(written);
  const int bits = address_bits(address);
  if (!length || *length < 0 || *length > bits) {
    return Error{in_quotes(text) + " has no length between 0 and " + std::to_string(bits) +
                 " after the slash"};
  }
  return AddressAndLength{address, *length};
}

struct NamedRange {
  const char* prefix;
  std::string_view name;
};

template <std::size_t Size>
std::string_view name_of(const IpPrefix& prefix, const std::array<NamedRange, Size>& ranges) {
  for (const NamedRange& range : ranges) {
    const auto known = IpPrefix::parse(range.prefix);
    if (known->length() <= prefix.length() && known->contains(prefix.network())) return range.name;
  }
  return {};
}

constexpr std::array<NamedRange, 9> unusable_ranges{{{"127.0.0.0/8", "loopback"},
                                                     {"169.254.0.0/16", "link-local"},
                                                     {"224.0.0.0/4", "multicast"},
                                                     {"255.255.255.255/32", "broadcast"},
                                                     {"0.0.0.0/8", "unspecified"},
                                                     {"::/127", "loopback"},
                                                     {"fe80::/10", "link-local"},
                                                     {"ff00::/8", "multicast"},
                                                     {"::ffff:0:0/96", "IPv4-mapped"}}};

constexpr std::array<NamedRange, 5> private_ranges{{{"10.0.0.0/8", "RFC 1918"},
                                                    {"172.16.0.0/12", "RFC 1918"},
                                                    {"192.168.0.0/16", "RFC 1918"},
                                                    {"100.64.0.0/10", "RFC 6598"},
                                                    {"fc00::/7", "RFC 4193"}}};

}  // namespace

IpAddress unmapped(const IpAddress& address) {
  if (address.is_v4() || !address.to_v6().is_v4_mapped()) return address;
  return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

IpPrefix::IpPrefix(const IpAddress& address, int length)
    : network_(masked(address, length)), length_(length) {}

Result<IpPrefix> IpPrefix::parse(std::string_view text) {
  const auto written = read_address_and_length(text);
  if (!written) return written.error();
  const IpPrefix prefix(written->address, written->length);
  if (prefix.network() != written->address) {
    return Error{in_quotes(text) + " has host bits set; the prefix is " + prefix.to_string()};
  }
  return prefix;
}

Result<IpPrefix> IpPrefix::parse_with_host_bits(std::string_view text) {
  const auto written = read_address_and_length(text);
  if (!written) return written.error();
  return IpPrefix(written->address, written->length);
}

bool IpPrefix::contains(const IpAddress& address) const {
  return family_of(address) == family() && masked(address, length_) == network_;
}

bool IpPrefix::overlaps(const IpPrefix& other) const {
  return length_ <= other.length_ ? contains(other.network_) : other.contains(network_);
}

std::string IpPrefix::to_string() const {
  return network_.to_string() + "/" + std::to_string(length_);
}

std::string_view unusable_range(const IpPrefix& prefix) {
  return name_of(prefix, unusable_ranges);
}

std::string unusable_range_in(const IpPrefix& prefix) {
  for (const NamedRange& range : unusable_ranges) {
    const auto known = IpPrefix::parse(range.prefix);
    if (prefix.length() > known->length() || !prefix.contains(known->network())) continue;
    return std::string(range.prefix) + " (" + std::string(range.name) + ")";
  }
  return {};
}

std::string_view unusable_range(const IpAddress& address) {
  if (address.is_unspecified()) return "unspecified";
  const IpAddress plain = unmapped(address);
  return unusable_range(IpPrefix(plain, address_bits(plain)));
}

std::string_view private_range(const IpPrefix& prefix) {
  return name_of(prefix, private_ranges);
}

std::string_view private_range(const IpAddress& address) {
  return private_range(IpPrefix(address, address_bits(address)));
}

}  // namespace peeringd
