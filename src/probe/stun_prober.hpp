// Latency by STUN Binding requests over UDP: the way that media takes to Teams' transport relays.
// The answer also says from which address the far side saw us.
#pragma once

#include "net/descriptor.hpp"
#include "probe/datagram_channel.hpp"
#include "probe/failure_log.hpp"
#include "probe/stun_transaction.hpp"

namespace peeringd {

/// All targets of a source through one UDP socket, so that a NAT keeps one mapping for them. Any
/// response with the transaction id counts, an error too. Round-trip times as for ICMP: between two
/// timestamps of the kernel.
class StunProber final : public Prober, private DatagramProtocol {
 public:
  StunProber(const Source& source, const ProberContext& context);

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
  TransactionCodec codec_;
  Descriptor socket_;
  FailureLog failures_;
  DatagramChannel channel_;
};

}  // namespace peeringd
