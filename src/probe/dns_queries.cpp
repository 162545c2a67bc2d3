#include "probe/dns_queries.hpp"

#include <array>

namespace peeringd {

DnsQueries::DnsQueries() : entries_(capacity) {
  const KeyedHash::Value secret = hash_({});
  next_ = static_cast<std::uint32_t>(secret[0] | secret[1] << 8);
}

DnsQuery DnsQueries::open(const ProbeTag& tag, const DnsOptions& options) {
  // The index bits follow a sequence with a secret start, the bits above are random.
  const std::uint32_t serial = next_++;
  const KeyedHash::Value secret = hash_(
      std::array{static_cast<std::uint8_t>(serial), static_cast<std::uint8_t>(serial >> 8),
                 static_cast<std::uint8_t>(serial >> 16), static_cast<std::uint8_t>(serial >> 24)});
  const auto id = static_cast<std::uint16_t>(serial % capacity | (secret[0] & 0xfU) << 12);
  Entry& entry = entries_[id % capacity];
  const DnsQuery query(id, options.name, options.record);
  entry = {id, true, tag, hash_(read_dns_question(query.bytes())->bytes())};
  return query;
}

std::optional<ProbeTag> DnsQueries::find(std::uint16_t id) const {
  const Entry& entry = entries_[id % capacity];
  return entry.used && entry.id == id ? std::optional(entry.tag) : std::nullopt;
}

std::optional<ProbeTag> DnsQueries::find(std::uint16_t id,
                                         std::span<const std::uint8_t> message) const {
  const Entry& entry = entries_[id % capacity];
  if (!entry.used || entry.id != id) return std::nullopt;
  const auto question = read_dns_question(message);
  if (!question || hash_(question->bytes()) != entry.question) return std::nullopt;
  return entry.tag;
}

}  // namespace peeringd
