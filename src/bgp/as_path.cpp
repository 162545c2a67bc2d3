#include "bgp/as_path.hpp"

#include <algorithm>

#include "base/byte_reader.hpp"

namespace peeringd {
namespace {

constexpr std::uint8_t as_set = 1;
constexpr std::uint8_t as_sequence = 2;
constexpr std::uint8_t confederation_set = 4;

/// The length of a path in the selection of routes: a set counts as one (RFC 4271 section 9.1.2.2).
std::size_t length_of(const AsSegments& segments) {
  std::size_t length = 0;
  for (const AsSegment& segment : segments) length += segment.is_set ? 1 : segment.numbers.size();
  return length;
}

}  // namespace

std::optional<AsSegments> read_as_segments(std::span<const std::uint8_t> value,
                                           std::size_t bytes_per_as) {
  ByteReader reader(value);
  AsSegments segments;
  while (!reader.empty()) {
    const std::uint8_t type = reader.u8();
    const std::uint8_t count = reader.u8();
    ByteReader numbers(reader.take(count * bytes_per_as));
    if (!reader.ok() || count == 0 || type < as_set || type > confederation_set) {
      return std::nullopt;
    }
    AsSegment segment{type == as_set, {}};
    while (!numbers.empty()) {
      const AsNumber as = bytes_per_as == 2 ? numbers.u16() : numbers.u32();
      if (as == 0) return std::nullopt;
      segment.numbers.push_back(as);
    }
    if (type <= as_sequence) segments.push_back(std::move(segment));
  }
  return segments;
}

AsSegments merge_as4_path(const AsSegments& as_path, const AsSegments& as4_path) {
  const std::size_t length = length_of(as_path);
  const std::size_t known = length_of(as4_path);
  if (known > length) return as_path;
  std::size_t missing = length - known;
  AsSegments merged;
  for (const AsSegment& segment : as_path) {
    if (missing == 0) break;
    merged.push_back(segment);
    const std::size_t used = segment.is_set ? 1 : segment.numbers.size();
    if (used > missing) merged.back().numbers.resize(missing);
    missing -= std::min(used, missing);
  }
  merged.insert(merged.end(), as4_path.begin(), as4_path.end());
  return merged;
}

AsPath to_as_path(const AsSegments& segments) {
  AsPath path;
  for (const AsSegment& segment : segments) {
    std::vector<AsNumber>& numbers = segment.is_set ? path.set : path.sequence;
    if (segment.is_set) numbers.clear();
    numbers.insert(numbers.end(), segment.numbers.begin(), segment.numbers.end());
  }
  path.ends_in_set = !segments.empty() && segments.back().is_set;
  return path;
}

std::optional<AsNumber> origin_of(const AsPath& path, AsNumber peer_as) {
  if (path.ends_in_set) return std::nullopt;
  if (!path.sequence.empty()) return path.sequence.back();
  return peer_as == 0 ? std::nullopt : std::optional(peer_as);
}

}  // namespace peeringd
