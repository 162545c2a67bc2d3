#include "bgp/prefix_filter.hpp"

#include <algorithm>

namespace peeringd {
namespace {

std::array<std::uint8_t, 16> last_address(const WirePrefix& prefix) {
  auto bytes = prefix.bytes;
  for (std::size_t bit = prefix.length; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] | 0x80 >> bit % 8);
  }
  return bytes;
}

}  // namespace

PrefixFilter::PrefixFilter(std::span<const IpPrefix> prefixes) {
  for (const IpPrefix& prefix : prefixes) {
    const WirePrefix wire = to_wire_prefix(prefix);
    ranges_[static_cast<std::size_t>(wire.family)].push_back(
        {wire.bytes, last_address(wire), wire.length});
  }
  for (std::vector<Range>& ranges : ranges_) {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
      return a.first != b.first ? a.first < b.first : a.length < b.length;
    });
    std::vector<Range> disjoint;
    for (const Range& range : ranges) {
      if (disjoint.empty() || disjoint.back().last < range.first) disjoint.push_back(range);
    }
    ranges = std::move(disjoint);
  }
}

bool PrefixFilter::contains(const WirePrefix& prefix) const {
  const auto& ranges = ranges_[static_cast<std::size_t>(prefix.family)];
  const auto after = std::upper_bound(
      ranges.begin(), ranges.end(), prefix.bytes,
      [](const Bytes& address, const Range& range) { return address < range.first; });
  if (after == ranges.begin()) return false;
  const Range& range = *std::prev(after);
  return prefix.bytes <= range.last && prefix.length >= range.length;
}

}  // namespace peeringd
