#include "probe/dns_prober.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "log/log.hpp"

namespace peeringd {

DnsProber::DnsProber(const Source& source, const ProberContext& context)
    : source_(source), context_(context), channel_(context, *this) {}

SystemResult<int> DnsProber::open_socket() {
  auto socket = open_udp_channel_socket(source_);
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return socket_.get();
}

void DnsProber::on_refused(const boost::system::error_code& error) {
  log::error("no DNS probes from {}: {}; other probes go on", source_.address.to_string(),
             error.message());
}

void DnsProber::on_send_failed(const boost::system::error_code& error) {
  failures_.note(context_.clock.now(), "no DNS probes", source_, error.message());
}

void DnsProber::start(FlightIndex flight, const ProbeOptions& options) {
  if (!channel_.ready_for(flight)) return;
  const auto& dns = std::get<DnsOptions>(options);
  Flight& record = context_.flights[flight];
  if (dns.server) record.address = *dns.server;
  const DnsQuery query = queries_.open({flight, record.target, record.number}, dns);
  channel_.send(flight, dns.port, query.bytes());
}

void DnsProber::on_icmp_error(const DatagramError& error) {
  const auto header = read_dns_header(error.quoted);
  if (!header || header->reply) return;
  const auto tag = queries_.find(header->id, error.quoted);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr || flight->prober != this || flight->address != error.destination) return;
  context_.listener.on_lost(
      tag->flight, error.error == ECONNREFUSED ? LossReason::refused : LossReason::unreachable);
}

void DnsProber::on_replies(std::span<const DatagramReply> replies) {
  for (const DatagramReply& reply : replies) note_reply(reply);
}

void DnsProber::note_reply(const DatagramReply& reply) {
  const auto header = read_dns_header(reply.data);
  if (!header || !header->reply) return;
  const auto tag = queries_.find(header->id, reply.data);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr) {
    context_.listener.on_stray_answer(tag->target, tag->number);
    return;
  }
  if (flight->prober != this || flight->address != reply.sender) return;
  if (is_dns_answer(header->code)) {
    context_.listener.on_answered(tag->flight, round_trip(flight->departure, reply.arrival));
  } else {
    context_.listener.on_lost(tag->flight, LossReason::dns);
  }
}

}  // namespace peeringd
