// Latency of a resolver: a DNS query over UDP from the prefix, as its users send it.
#pragma once

#include "net/descriptor.hpp"
#include "probe/datagram_channel.hpp"
#include "probe/dns_queries.hpp"
#include "probe/failure_log.hpp"

namespace peeringd {

/// All targets of a source through one UDP socket. NOERROR and NXDOMAIN are answers, also truncated
/// ones; any other code is a loss for the reason `dns`. Round-trip times as for ICMP: between two
/// timestamps of the kernel. A resolver that does not know the answer asks others, and the time
/// that takes is in the figure: ask for a name that it has in its cache.
class DnsProber final : public Prober, private DatagramProtocol {
 public:
  DnsProber(const Source& source, const ProberContext& context);

  void start(FlightIndex flight, const ProbeOptions& options) override;
  void flush() override { channel_.flush(); }
  void drain() override { channel_.drain(); }
  std::uint32_t dropped_answers() const override { return channel_.dropped(); }

 private:
  SystemResult<int> open_socket() override;
  void on_refused(const boost::system::error_code& error) override;
  void on_send_failed(const boost::system::error_code& error) override;
  void on_replies(std::span<const DatagramReply> replies) override;
  void on_icmp_error(const DatagramError& error) override;
  void note_reply(const DatagramReply& reply);

  Source source_;
  ProberContext context_;
  DnsQueries queries_;
  Descriptor socket_;
  FailureLog failures_;
  DatagramChannel channel_;
};

}  // namespace peeringd
