// Latency by STUN Binding requests over UDP, as media travels to Teams' transport relays. The
// answer also contains the address from which the server saw the request.
#pragma once

#include "probe/datagram_prober.hpp"
#include "probe/stun_transaction.hpp"

namespace peeringd {

/// One UDP socket for all targets of a source, so that a NAT keeps one mapping for them. Any
/// response with the transaction id counts, errors too.
class StunProber final : public DatagramProber {
 public:
  StunProber(const Source& source, const ProberContext& context);

  void start(FlightIndex flight, const ProbeOptions& options) override;

 private:
  SystemResult<Descriptor> open_socket() override { return open_udp_channel_socket(source()); }
  std::optional<ProbeTag> tag_in_reply(std::span<const std::uint8_t> data) override;
  std::optional<ProbeTag> tag_in_request(std::span<const std::uint8_t> quoted) override;
  void on_reply(FlightIndex flight, const DatagramReply& reply) override;

  TransactionCodec codec_;
};

}  // namespace peeringd
