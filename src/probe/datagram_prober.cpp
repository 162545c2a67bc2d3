#include "probe/datagram_prober.hpp"

#include <cerrno>
#include <utility>

#include "log/log.hpp"

namespace peeringd {

DatagramProber::DatagramProber(std::string what, Source source, const ProberContext& context)
    : what_("no " + std::move(what)),
      source_(std::move(source)),
      context_(context),
      channel_(context, *this) {}

void DatagramProber::on_refused(const boost::system::error_code& error) {
  log::error("{} from {}: {}; other probes continue", what_, source_.address.to_string(),
             error.message());
}

void DatagramProber::on_send_failed(const boost::system::error_code& error) {
  failures_.note(context_.clock.now(), what_, source_, error.message());
}

void DatagramProber::on_icmp_error(const DatagramError& error) {
  const auto tag = tag_in_request(error.quoted);
  if (!tag) return;
  const Flight* flight = context_.flights.find(*tag);
  if (flight == nullptr || flight->prober != this || flight->address != error.destination) return;
  context_.listener.on_lost(tag->flight, reason_of(error));
}

LossReason DatagramProber::reason_of(const DatagramError& error) const {
  const bool refused = error.error == ECONNREFUSED && error.of_destination;
  return refused ? LossReason::refused : LossReason::unreachable;
}

void DatagramProber::on_replies(std::span<const DatagramReply> replies) {
  for (const DatagramReply& reply : replies) note_reply(reply);
}

void DatagramProber::note_reply(const DatagramReply& reply) {
  const auto tag = tag_in_reply(reply.data);
  if (!tag) return;
  const Flight* flight = context_.flights.find(*tag);
  if (flight == nullptr) {
    context_.listener.on_stray_answer(tag->target, tag->number);
  } else if (flight->prober == this && flight->address == reply.sender) {
    on_reply(tag->flight, reply);
  }
}

void DatagramProber::on_reply(FlightIndex flight, const DatagramReply& reply) {
  const Departure& departure = context_.flights[flight].departure;
  context_.listener.on_answered(flight, round_trip(departure, reply.arrival));
}

}  // namespace peeringd
