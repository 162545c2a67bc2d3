#include "probe/stun_prober.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

#include "log/log.hpp"
#include "stun/attributes.hpp"

namespace peeringd {

StunProber::StunProber(const Source& source, const ProberContext& context)
    : source_(source), context_(context), channel_(context, *this) {}

SystemResult<int> StunProber::open_socket() {
  auto socket = open_udp_channel_socket(source_);
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return socket_.get();
}

void StunProber::on_refused(const boost::system::error_code& error) {
  log::error("no STUN from {}: {}; other probes go on", source_.address.to_string(),
             error.message());
}

void StunProber::on_send_failed(const boost::system::error_code& error) {
  failures_.note(context_.clock.now(), "no STUN", source_, error.message());
}

void StunProber::start(FlightIndex flight, const ProbeOptions& options) {
  if (!channel_.ready_for(flight)) return;
  const Flight& record = context_.flights[flight];
  const TransactionId id = codec_.encode({flight, record.target, record.number});
  channel_.send(flight, std::get<StunOptions>(options).port, encode_binding_request(id));
}

void StunProber::on_icmp_error(const DatagramError& error) {
  const auto message = read_stun_message(error.quoted);
  if (!message) return;
  const auto tag = codec_.decode(message->transaction_id);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr || flight->prober != this || flight->address != error.destination) return;
  context_.listener.on_lost(
      tag->flight, error.error == ECONNREFUSED ? LossReason::refused : LossReason::unreachable);
}

void StunProber::on_replies(std::span<const DatagramReply> replies) {
  for (const DatagramReply& reply : replies) note_reply(reply);
}

void StunProber::note_reply(const DatagramReply& reply) {
  const auto message = read_stun_message(reply.data);
  if (!message || !is_binding_response(*message)) return;
  const auto tag = codec_.decode(message->transaction_id);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr) {
    context_.listener.on_stray_answer(tag->target, tag->number);
    return;
  }
  if (flight->prober != this || flight->address != reply.sender) return;
  if (const auto seen = reflexive_address(*message)) {
    context_.listener.on_observed(tag->flight, SeenSource{seen->address()});
  }
  context_.listener.on_answered(tag->flight, round_trip(flight->departure, reply.arrival));
}

}  // namespace peeringd
