#include "probe/stun_prober.hpp"

#include "stun/attributes.hpp"

namespace peeringd {

StunProber::StunProber(const Source& source, const ProberContext& context)
    : DatagramProber("STUN", source, context) {}

void StunProber::start(FlightIndex flight, const ProbeOptions& options) {
  if (!channel().ready_for(flight)) return;
  const Flight& record = context().flights[flight];
  const TransactionId id = codec_.encode({flight, record.target, record.number});
  channel().send(flight, std::get<StunOptions>(options).port, encode_binding_request(id));
}

std::optional<ProbeTag> StunProber::tag_in_request(std::span<const std::uint8_t> quoted) {
  const auto message = read_stun_message(quoted);
  return message ? codec_.decode(message->transaction_id) : std::nullopt;
}

std::optional<ProbeTag> StunProber::tag_in_reply(std::span<const std::uint8_t> data) {
  const auto message = read_stun_message(data);
  if (!message || !is_binding_response(*message)) return std::nullopt;
  return codec_.decode(message->transaction_id);
}

void StunProber::on_reply(FlightIndex flight, const DatagramReply& reply) {
  const auto message = read_stun_message(reply.data);
  // An IPv4 packet cannot come from an IPv6 address, nor the other way round: such an answer is
  // wrong or forged.
  const auto seen = reflexive_address(*message);
  if (seen && family_of(seen->address()) == family_of(source().address)) {
    context().listener.on_observed(flight, SeenSource{seen->address()});
  }
  DatagramProber::on_reply(flight, reply);
}

}  // namespace peeringd
