// Latency of a resolver: a DNS query over UDP from the prefix, as its users send it.
#pragma once

#include "probe/datagram_prober.hpp"
#include "probe/dns_queries.hpp"

namespace peeringd {

/// All targets of a source through one UDP socket. NOERROR and NXDOMAIN are answers, also truncated
/// ones; any other code is a loss for the reason `dns`, with or without the question. A resolver
/// that does not know the answer asks others, and the time that takes is in the figure: ask for a
/// name that it has in its cache.
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
