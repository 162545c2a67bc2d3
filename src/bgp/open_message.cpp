#include "bgp/open_message.hpp"

#include "base/byte_reader.hpp"
#include "bgp/bgp_message.hpp"

namespace peeringd {
namespace {

constexpr std::uint8_t capabilities_parameter = 2;
constexpr std::uint8_t extended_length = 255;
constexpr std::uint8_t four_byte_as_capability = 65;
constexpr std::uint8_t add_path_capability = 69;

void read_add_path(ByteReader reader, OpenMessage& open) {
  while (reader.size() >= 4) {
    const auto family = unicast_family(reader);
    const std::uint8_t offer = reader.u8();
    if (!family) continue;
    open.add_path[static_cast<std::size_t>(*family)] = {(offer & 1) != 0, (offer & 2) != 0};
  }
}

bool read_capabilities(ByteReader reader, OpenMessage& open) {
  while (!reader.empty()) {
    const std::uint8_t code = reader.u8();
    ByteReader value(reader.take(reader.u8()));
    if (code == four_byte_as_capability && value.size() == 4) open.as = value.u32();
    if (code == add_path_capability) read_add_path(value, open);
  }
  return reader.ok();
}

}  // namespace

std::optional<OpenMessage> read_open(std::span<const std::uint8_t> message) {
  const auto body = bgp_body(message, BgpType::open);
  if (!body) return std::nullopt;
  ByteReader reader(*body);
  OpenMessage open;
  reader.skip(1);  // version
  open.as = reader.u16();
  reader.skip(2 + 4);  // hold time, identifier
  std::size_t length = reader.u8();
  ByteReader ahead = reader;
  const bool extended = length == extended_length && ahead.u8() == extended_length;
  if (extended) {
    length = ahead.u16();
    reader = ahead;
  }
  ByteReader parameters(reader.take(length));
  if (!reader.ok()) return std::nullopt;
  while (!parameters.empty()) {
    const std::uint8_t type = parameters.u8();
    const std::size_t size = extended ? parameters.u16() : parameters.u8();
    const auto value = parameters.take(size);
    if (type == capabilities_parameter && !read_capabilities(ByteReader(value), open)) {
      return std::nullopt;
    }
  }
  if (!parameters.ok()) return std::nullopt;
  return open;
}

std::array<bool, 2> path_ids_used(const OpenMessage& sender, const OpenMessage& receiver) {
  std::array<bool, 2> used{};
  for (std::size_t i = 0; i < used.size(); ++i) {
    used[i] = sender.add_path[i].send && receiver.add_path[i].receive;
  }
  return used;
}

}  // namespace peeringd
