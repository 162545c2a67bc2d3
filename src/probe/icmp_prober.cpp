#include "probe/icmp_prober.hpp"

#include <utility>

#include "log/log.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

IcmpProber::IcmpProber(const Source& source, const ProberContext& context)
    : DatagramProber("ICMP", source, context) {}

SystemResult<Descriptor> IcmpProber::open_socket() {
  auto socket = IcmpSocket::open(source());
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return std::move(socket_.descriptor);
}

void IcmpProber::on_refused(const boost::system::error_code& error) {
  const bool forbidden = error_reason_of(error) == ErrorReason::permission;
  const std::string address = source().address.to_string();
  if (forbidden && source().mark) {
    log::error("no ICMP from {}: {}. The mark {:#x} needs CAP_NET_RAW", address, error.message(),
               *source().mark);
  } else if (forbidden) {
    log::error(
        "no ICMP from {}: {}. Allow ping sockets (sysctl net.ipv4.ping_group_range=\"0 "
        "2147483647\") or grant CAP_NET_RAW; other probes continue",
        address, error.message());
  } else {
    DatagramProber::on_refused(error);
  }
}

void IcmpProber::start(FlightIndex flight, const ProbeOptions& /*options*/) {
  if (!channel().ready_for(flight)) return;
  const Flight& record = context().flights[flight];
  EchoMessage message = codec_.encode_request(family_of(record.address), socket_.identifier,
                                              {flight, record.target, record.number});
  if (socket_.kind == IcmpSocket::Kind::raw && record.address.is_v4()) set_checksum(message);
  channel().send(flight, /*port=*/0, message);
}

std::optional<ProbeTag> IcmpProber::tag_in_request(std::span<const std::uint8_t> quoted) {
  // Only what quotes enough to carry our code: anybody may send an ICMP error.
  return codec_.decode(echo_request_type(family_of(source().address)), socket_.message_in(quoted));
}

std::optional<ProbeTag> IcmpProber::tag_in_reply(std::span<const std::uint8_t> data) {
  return codec_.decode(echo_reply_type(family_of(source().address)), socket_.message_in(data));
}

}  // namespace peeringd
