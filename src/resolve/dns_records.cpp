#include "resolve/dns_records.hpp"

#include <algorithm>

namespace peeringd {
namespace {

constexpr std::uint16_t class_in = 1;

char lower(std::uint8_t byte) {
  return static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

}  // namespace

WireName wire_name(std::string_view host) {
  WireName name;
  while (!host.empty()) {
    const std::string_view label = host.substr(0, host.find('.'));
    name += static_cast<char>(label.size());
    for (const char c : label) name += lower(static_cast<std::uint8_t>(c));
    host.remove_prefix(std::min(label.size() + 1, host.size()));
  }
  return name;
}

std::uint16_t DnsReader::get_16() {
  const auto bytes = take(2);
  return bytes.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

std::uint32_t DnsReader::get_32() {
  const std::uint32_t upper = get_16();
  return upper << 16 | get_16();
}

std::span<const std::uint8_t> DnsReader::take(std::size_t size) {
  if (!ok_ || size > message_.size() - at_) {
    ok_ = false;
    return {};
  }
  at_ += size;
  return message_.subspan(at_ - size, size);
}

DnsReader DnsReader::at(std::size_t position) const {
  DnsReader reader(message_);
  reader.take(position);
  return reader;
}

WireName DnsReader::name() {
  constexpr int max_jumps = 64;
  constexpr std::size_t longest = 255;
  WireName name;
  std::optional<std::size_t> end;  // after the first pointer
  for (int jumps = 0; ok_;) {
    const auto first = take(1);
    if (first.empty()) break;
    const std::uint8_t length = first[0];
    if (length == 0) break;
    if ((length & 0xc0) == 0xc0) {
      const auto second = take(1);
      if (++jumps > max_jumps) ok_ = false;
      if (!ok_) break;
      if (!end) end = at_;
      at_ = std::min<std::size_t>((length & 0x3fU) << 8 | second[0], message_.size());
      continue;
    }
    const auto label = length <= 63 ? take(length) : std::span<const std::uint8_t>{};
    if (label.empty() || name.size() + 1 + length >= longest) {
      ok_ = false;
      break;
    }
    name += static_cast<char>(length);
    for (const std::uint8_t byte : label) name += lower(byte);
  }
  if (end) at_ = *end;
  return name;
}

std::optional<std::vector<AnswerRecord>> read_records(DnsReader& reader, std::size_t count) {
  std::vector<AnswerRecord> records;
  for (std::size_t i = 0; i < count; ++i) {
    AnswerRecord record;
    record.owner = reader.name();
    record.type = reader.get_16();
    const std::uint16_t record_class = reader.get_16();
    record.ttl = reader.get_32();
    const std::size_t size = reader.get_16();
    DnsReader inside = reader.at(reader.position());
    record.data = reader.take(size);
    if (!reader.ok()) return std::nullopt;
    if (record_class != class_in) continue;
    if (record.type == AnswerRecord::cname) {
      record.target = inside.name();
      if (!inside.ok()) return std::nullopt;
    }
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace peeringd
