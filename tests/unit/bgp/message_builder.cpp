#include "message_builder.hpp"

namespace peeringd {

Bytes from_hex(const std::string& digits) {
  Bytes bytes;
  std::string pair;
  for (const char digit : digits) {
    if (digit == ' ') continue;
    pair += digit;
    if (pair.size() < 2) continue;
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(pair, nullptr, 16)));
    pair.clear();
  }
  return bytes;
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Bytes u16(std::size_t value) {
  return {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

Bytes u32(std::size_t value) {
  return joined({u16(value >> 16), u16(value & 0xffff)});
}

Bytes bgp_message(std::uint8_t type, const Bytes& body) {
  return joined({Bytes(16, 0xff), u16(19 + body.size()), {type}, body});
}

Bytes update(const Bytes& withdrawn, const Bytes& attributes, const Bytes& announced) {
  return bgp_message(
      2, joined({u16(withdrawn.size()), withdrawn, u16(attributes.size()), attributes, announced}));
}

Bytes attribute(std::uint8_t code, const Bytes& value) {
  return joined({{0x50, code}, u16(value.size()), value});
}

Bytes attributes_of_path(std::initializer_list<std::uint32_t> numbers) {
  Bytes path{2, static_cast<std::uint8_t>(numbers.size())};
  for (const std::uint32_t number : numbers) path = joined({path, u32(number)});
  return joined({attribute(1, {0}), attribute(2, numbers.size() == 0 ? Bytes{} : path),
                 attribute(3, {10, 0, 0, 11})});
}

Bytes open_message(std::uint16_t as, const Bytes& capabilities) {
  const Bytes parameter =
      joined({{2, static_cast<std::uint8_t>(capabilities.size())}, capabilities});
  return bgp_message(1, joined({{4},
                                u16(as),
                                u16(90),
                                {10, 0, 0, 1},
                                {static_cast<std::uint8_t>(parameter.size())},
                                parameter}));
}

Bytes bmp_message(std::uint8_t type, const Bytes& body) {
  return joined({{3}, u32(6 + body.size()), {type}, body});
}

Bytes peer_header(std::uint8_t type, std::uint8_t flags, std::uint8_t distinguisher) {
  return joined({{type, flags},
                 Bytes(7, 0),
                 {distinguisher},
                 Bytes(12, 0),
                 type == 3 ? Bytes(4, 0) : Bytes{10, 0, 0, 11},
                 u32(64501),
                 {10, 0, 0, 11},
                 Bytes(8, 0)});
}

Bytes peer_up_body(const Bytes& header, const Bytes& sent, const Bytes& received) {
  return joined({header, Bytes(16, 0), u16(179), u16(40000), sent, received});
}

}  // namespace peeringd
