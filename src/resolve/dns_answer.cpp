#include "resolve/dns_answer.hpp"

#include <algorithm>
#include <optional>

#include "resolve/dns_records.hpp"

namespace peeringd {
namespace {

constexpr std::size_t header_bytes = 12;  // RFC 1035, section 4.1.1

enum ReplyCode : std::uint8_t { no_error = 0, name_error = 3 };

Duration ttl_of(const AnswerRecord& record) {
  // RFC 2181, section 8: a TTL with the highest bit set counts as 0.
  return std::chrono::seconds{record.ttl > 0x7fffffffU ? 0U : record.ttl};
}

// The limit ends loops of aliases and bounds the cost of a hostile server.
WireName follow_aliases(const std::vector<AnswerRecord>& records, WireName name, Duration& ttl) {
  constexpr int max_aliases = 64;
  for (int steps = 0; steps < max_aliases; ++steps) {
    const auto alias = std::ranges::find_if(records, [&](const AnswerRecord& record) {
      return record.type == AnswerRecord::cname && record.owner == name;
    });
    if (alias == records.end()) break;
    ttl = std::min(ttl, ttl_of(*alias));
    name = alias->target;
  }
  return name;
}

std::optional<IpAddress> address_in(const AnswerRecord& record, Family family) {
  namespace ip = boost::asio::ip;
  const auto copy = [&record](auto bytes) {
    std::ranges::copy(record.data, bytes.begin());
    return bytes;
  };
  if (family == Family::ipv4 && record.type == AnswerRecord::a && record.data.size() == 4) {
    return ip::address_v4(copy(ip::address_v4::bytes_type{}));
  }
  if (family == Family::ipv6 && record.type == AnswerRecord::aaaa && record.data.size() == 16) {
    return ip::address_v6(copy(ip::address_v6::bytes_type{}));
  }
  return std::nullopt;
}

DnsAnswer refusal(std::string phrase, bool final) {
  DnsAnswer answer;
  answer.refusal = std::move(phrase);
  answer.final = final;
  return answer;
}

std::string name_of_code(unsigned code) {
  switch (code) {
    case 1:
      return "FORMERR";
    case 2:
      return "SERVFAIL";
    case name_error:
      return "NXDOMAIN";
    case 4:
      return "NOTIMP";
    case 5:
      return "REFUSED";
    default:
      return "code " + std::to_string(code);
  }
}

DnsAnswer addresses_among(const std::vector<AnswerRecord>& records, std::string_view host,
                          Family family) {
  DnsAnswer answer;
  answer.final = true;
  answer.ttl = std::chrono::seconds{0x7fffffff};
  const WireName name = follow_aliases(records, wire_name(host), answer.ttl);
  for (const AnswerRecord& record : records) {
    const auto address = address_in(record, family);
    if (!address || record.owner != name) continue;
    answer.addresses.push_back(*address);
    answer.ttl = std::min(answer.ttl, ttl_of(record));
  }
  if (answer.addresses.empty()) answer.refusal = no_record;
  return answer;
}

}  // namespace

DnsAnswer read_dns_answer(std::span<const std::uint8_t> reply, std::string_view host,
                          Family family) {
  const auto nonsense = [] { return refusal("invalid answer", false); };
  if (reply.size() < header_bytes) return nonsense();
  DnsReader reader(reply);
  reader.take(2);
  const std::uint16_t flags = reader.get_16();
  const std::size_t questions = reader.get_16();
  const std::size_t count = reader.get_16();
  reader.take(4);  // the numbers of authority and additional records
  const unsigned code = flags & 0xfU;
  if (code == name_error) return refusal("server said NXDOMAIN", true);
  if (code != no_error) return refusal("server said " + name_of_code(code), false);
  for (std::size_t i = 0; i < questions && reader.ok(); ++i) {
    reader.name();
    reader.take(4);
  }
  const auto records = read_records(reader, count);
  if (!records) return nonsense();
  return addresses_among(*records, host, family);
}

bool is_reply_to(std::span<const std::uint8_t> query, std::span<const std::uint8_t> datagram) {
  DnsReader asked(query);
  DnsReader answered(datagram);
  const bool same_id = asked.get_16() == answered.get_16();
  asked.take(2);
  const bool is_reply = (answered.get_16() & 0x8000U) != 0;
  const bool one_question = asked.get_16() == 1 && answered.get_16() == 1;
  for (DnsReader* reader : {&asked, &answered}) reader->take(6);  // the numbers of records
  const bool same_question = asked.name() == answered.name() && asked.get_32() == answered.get_32();
  return asked.ok() && answered.ok() && same_id && is_reply && one_question && same_question;
}

std::size_t complete_refusal(std::span<std::uint8_t> buffer, std::size_t size,
                             std::span<const std::uint8_t> query) {
  if (size != header_bytes || query.size() < header_bytes) return size;
  const bool same_id = buffer[0] == query[0] && buffer[1] == query[1];
  const bool is_reply = (buffer[2] & 0x80U) != 0;
  const bool refuses = (buffer[3] & 0xfU) != no_error;
  if (!same_id || !is_reply || !refuses) return size;
  DnsReader reader(query);
  reader.take(header_bytes);
  reader.name();
  reader.take(4);
  if (!reader.ok() || reader.position() > buffer.size()) return size;
  std::ranges::copy(query.subspan(header_bytes, reader.position() - header_bytes),
                    buffer.begin() + header_bytes);
  std::fill(buffer.begin() + 4, buffer.begin() + header_bytes, std::uint8_t{0});
  buffer[5] = 1;  // one question
  return reader.position();
}

}  // namespace peeringd
