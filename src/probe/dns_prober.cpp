#include "probe/dns_prober.hpp"

namespace peeringd {

DnsProber::DnsProber(const Source& source, const ProberContext& context)
    : DatagramProber("DNS probes", source, context) {}

void DnsProber::start(FlightIndex flight, const ProbeOptions& options) {
  if (!channel().ready_for(flight)) return;
  const auto& dns = std::get<DnsOptions>(options);
  Flight& record = context().flights[flight];
  if (dns.server) record.address = *dns.server;
  const DnsQuery query = queries_.open({flight, record.target, record.number}, dns);
  channel().send(flight, dns.port, query.bytes());
}

std::optional<ProbeTag> DnsProber::tag_in_request(std::span<const std::uint8_t> quoted) {
  const auto header = read_dns_header(quoted);
  if (!header || header->reply) return std::nullopt;
  return queries_.find(header->id, quoted);
}

std::optional<ProbeTag> DnsProber::tag_in_reply(std::span<const std::uint8_t> data) {
  const auto header = read_dns_header(data);
  if (!header || !header->reply) return std::nullopt;
  const bool refuses = !is_dns_answer(header->code);
  if (refuses && is_without_question(data)) return queries_.find(header->id);
  return queries_.find(header->id, data);
}

void DnsProber::on_reply(FlightIndex flight, const DatagramReply& reply) {
  if (is_dns_answer(read_dns_header(reply.data)->code)) {
    DatagramProber::on_reply(flight, reply);
  } else {
    context().listener.on_lost(flight, LossReason::dns);
  }
}

}  // namespace peeringd
