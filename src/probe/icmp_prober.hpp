// Latency by ICMP echo, all targets of a source through one socket.
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
  /// A firewall that refuses an echo names a port that it has not got.
  LossReason reason_of(int /*icmp_error*/) const override { return LossReason::unreachable; }

  EchoCodec codec_;
  IcmpSocket socket_;  ///< but for its descriptor, which is the channel's
};

}  // namespace peeringd
