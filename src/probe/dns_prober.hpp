// Latency of a resolver: a DNS query over UDP from the prefix, as its clients send it.
#pragma once

#include "probe/datagram_prober.hpp"
#include "probe/dns_queries.hpp"

namespace peeringd {

/// One UDP socket for all targets of a source. NOERROR and NXDOMAIN are answers, truncated or not;
/// any other code is a loss with the reason `dns`. If the name is not in the resolver's cache, the
/// round-trip time includes the resolver's own queries.
class DnsProber final : public DatagramProber {
 public:
  DnsProber(const Source& source, const ProberContext& context);

  void start(FlightIndex flight, const ProbeOptions& options) override;

 private:
  SystemResult<Descriptor> open_socket() override { return open_udp_channel_socket(source()); }
  std::optional<ProbeTag> tag_in_reply(std::span<const std::uint8_t> data) override;
  std::optional<ProbeTag> tag_in_request(std::span<const std::uint8_t> quoted) override;
  void on_reply(FlightIndex flight, const DatagramReply& reply) override;

  DnsQueries queries_;
};

}  // namespace peeringd
