// Latency by ICMP echo, with one socket for all targets of a source.
#pragma once

#include "probe/datagram_prober.hpp"
#include "probe/echo_message.hpp"
#include "probe/icmp_socket.hpp"

namespace peeringd {

class IcmpProber final : public DatagramProber {
 public:
  IcmpProber(const Source& source, const ProberContext& context);

  void start(FlightIndex flight, const ProbeOptions& options) override;

 private:
  SystemResult<Descriptor> open_socket() override;
  void on_refused(const boost::system::error_code& error) override;
  std::optional<ProbeTag> tag_in_reply(std::span<const std::uint8_t> data) override;
  std::optional<ProbeTag> tag_in_request(std::span<const std::uint8_t> quoted) override;
  /// A firewall may refuse an echo with "port unreachable", though an echo has no port.
  LossReason reason_of(const DatagramError& /*error*/) const override {
    return LossReason::unreachable;
  }

  EchoCodec codec_;
  IcmpSocket socket_;  ///< without its descriptor, which the channel owns
};

}  // namespace peeringd
