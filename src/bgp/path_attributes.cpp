#include "bgp/path_attributes.hpp"

#include <array>

#include "base/byte_reader.hpp"
#include "bgp/as_path.hpp"

namespace peeringd {
namespace {

constexpr std::uint8_t origin_code = 1;
constexpr std::uint8_t as_path_code = 2;
constexpr std::uint8_t next_hop_code = 3;
constexpr std::uint8_t aggregator_code = 7;
constexpr std::uint8_t communities_code = 8;
constexpr std::uint8_t mp_reach_code = 14;
constexpr std::uint8_t mp_unreach_code = 15;
constexpr std::uint8_t as4_path_code = 17;
constexpr std::uint8_t large_communities_code = 32;
constexpr std::uint8_t only_to_customer_code = 35;
constexpr AsNumber as_trans = 23456;  // RFC 6793 section 9

struct Attribute {
  std::uint8_t code = 0;
  std::span<const std::uint8_t> value;
};

/// The next attribute. If it is longer than the rest, the reader has failed.
Attribute next_attribute(ByteReader& reader) {
  const std::uint8_t flags = reader.u8();
  Attribute attribute;
  attribute.code = reader.u8();
  const std::size_t length = (flags & 0x10) != 0 ? reader.u16() : reader.u8();
  attribute.value = reader.take(length);
  return attribute;
}

/// The values by code; of a repeated attribute the first (RFC 7606 section 3g).
using AttributeValues = std::array<std::optional<std::span<const std::uint8_t>>, 256>;

std::optional<AttributeValues> read_values(std::span<const std::uint8_t> attributes) {
  AttributeValues values;
  ByteReader reader(attributes);
  while (!reader.empty()) {
    const Attribute attribute = next_attribute(reader);
    if (!reader.ok()) return std::nullopt;
    auto& value = values[attribute.code];
    if (!value) value = attribute.value;
  }
  return values;
}

bool lengths_are_valid(const AttributeValues& values, bool next_hop_expected) {
  const auto& origin = values[origin_code];
  if (!origin || origin->size() != 1 || origin->front() > 2) return false;
  const auto& next_hop = values[next_hop_code];
  if (next_hop ? next_hop->size() != 4 : next_hop_expected) return false;
  const auto is_multiple = [&values](std::uint8_t code, std::size_t of) {
    return !values[code] || values[code]->size() % of == 0;
  };
  const auto& otc = values[only_to_customer_code];
  return is_multiple(communities_code, 4) && is_multiple(large_communities_code, 12) &&
         (!otc || otc->size() == 4);
}

/// RFC 6793 section 4.2.3: an aggregator with a two-byte AS did not know AS4_PATH.
bool as4_path_counts(const AttributeValues& values) {
  const auto& aggregator = values[aggregator_code];
  if (!aggregator || aggregator->size() != 6) return true;
  return ByteReader(*aggregator).u16() == as_trans;
}

std::optional<AsPath> read_path(const AttributeValues& values, const AttributeOptions& options) {
  if (!values[as_path_code])
    return options.as_path_optional ? std::optional(AsPath{}) : std::nullopt;
  const bool two_byte_as = options.two_byte_as;
  const auto segments = read_as_segments(*values[as_path_code], two_byte_as ? 2 : 4);
  if (!segments) return std::nullopt;
  const auto& as4_value = values[as4_path_code];
  if (!two_byte_as || !as4_value || !as4_path_counts(values)) return to_as_path(*segments);
  const auto as4_path = read_as_segments(*as4_value, 4);  // malformed: discarded (section 6)
  return to_as_path(as4_path ? merge_as4_path(*segments, *as4_path) : *segments);
}

}  // namespace

MultiprotocolParts find_multiprotocol_parts(std::span<const std::uint8_t> attributes) {
  MultiprotocolParts parts;
  ByteReader reader(attributes);
  while (!reader.empty()) {
    const Attribute attribute = next_attribute(reader);
    if (!reader.ok()) break;
    if (attribute.code == mp_reach_code || attribute.code == mp_unreach_code) {
      auto& part = attribute.code == mp_reach_code ? parts.reach : parts.unreach;
      if (part) parts.malformed = true;
      part = attribute.value;
    } else {
      ++parts.others;
    }
  }
  if (!reader.ok()) parts.malformed = true;
  return parts;
}

std::optional<BgpRoute> read_route(std::span<const std::uint8_t> attributes,
                                   const AttributeOptions& options) {
  const auto values = read_values(attributes);
  if (!values || !lengths_are_valid(*values, options.next_hop_expected)) return std::nullopt;
  auto path = read_path(*values, options);
  if (!path) return std::nullopt;
  BgpRoute route;
  route.origin = origin_of(*path, options.peer_as);
  route.path = std::move(*path);
  if (const auto& communities = (*values)[communities_code]) {
    for (ByteReader reader(*communities); !reader.empty();) {
      route.communities.push_back(reader.u32());
    }
  }
  if (const auto& otc = (*values)[only_to_customer_code]) {
    route.only_to_customer = ByteReader(*otc).u32();
  }
  return route;
}

}  // namespace peeringd
