#include "probe/icmp_prober.hpp"

#include <utility>

#include "log/log.hpp"
#include "probe/send_error.hpp"

namespace peeringd {

IcmpProber::IcmpProber(Source source, const ProberContext& context)
    : source_(std::move(source)), context_(context), channel_(context, *this) {}

SystemResult<int> IcmpProber::open_socket() {
  auto socket = IcmpSocket::open(source_);
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return socket_->descriptor.get();
}

void IcmpProber::on_refused(const boost::system::error_code& error) {
  if (error_reason_of(error) == ErrorReason::permission && source_.mark) {
    log::error("no ICMP from {}: {}. The mark {:#x} takes CAP_NET_RAW", source_.address.to_string(),
               error.message(), *source_.mark);
  } else if (error_reason_of(error) == ErrorReason::permission) {
    log::error(
        "no ICMP from {}: {}. Allow ping sockets (sysctl net.ipv4.ping_group_range=\"0 "
        "2147483647\") or grant CAP_NET_RAW; other probes go on",
        source_.address.to_string(), error.message());
  } else {
    log::error("no ICMP from {}: {}; other probes go on", source_.address.to_string(),
               error.message());
  }
}

void IcmpProber::on_send_failed(const boost::system::error_code& error) {
  failures_.note(context_.clock.now(), "no ICMP", source_, error.message());
}

void IcmpProber::start(FlightIndex flight, const ProbeOptions& /*options*/) {
  if (!channel_.ready_for(flight)) return;
  const Flight& record = context_.flights[flight];
  EchoMessage message = codec_.encode_request(family_of(record.address), socket_->identifier,
                                              {flight, record.target, record.number});
  if (socket_->kind == IcmpSocket::Kind::raw && record.address.is_v4()) set_checksum(message);
  channel_.send(flight, /*port=*/0, message);
}

void IcmpProber::on_icmp_error(const DatagramError& error) {
  // Only what quotes enough to carry our code: anybody may send an ICMP error.
  const auto message = socket_->message_in(error.quoted);
  const auto tag = codec_.decode(echo_request_type(family_of(source_.address)), message);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr || flight->prober != this || flight->address != error.destination) return;
  context_.listener.on_lost(tag->flight, LossReason::unreachable);
}

void IcmpProber::on_replies(std::span<const DatagramReply> replies) {
  for (const DatagramReply& reply : replies) note_reply(reply);
}

void IcmpProber::note_reply(const DatagramReply& reply) {
  const auto message = socket_->message_in(reply.data);
  const auto tag = codec_.decode(echo_reply_type(family_of(source_.address)), message);
  if (!tag) return;
  const Flight* flight = context_.flights.find(tag->flight, tag->target, tag->number);
  if (flight == nullptr) {
    context_.listener.on_stray_answer(tag->target, tag->number);
  } else if (flight->prober == this && flight->address == reply.sender) {
    context_.listener.on_answered(tag->flight, round_trip(flight->departure, reply.arrival));
  }
}

}  // namespace peeringd
