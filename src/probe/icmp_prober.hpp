// Latency by ICMP echo, all targets of a source through one socket.
#pragma once

#include <optional>

#include "probe/datagram_channel.hpp"
#include "probe/echo_message.hpp"
#include "probe/failure_log.hpp"
#include "probe/icmp_socket.hpp"

namespace peeringd {

/// The round-trip time lies between two timestamps of the kernel: when the driver took the request
/// and when the reply came in. A reply counts when it carries the code of its request and comes
/// from where the request went.
class IcmpProber final : public Prober, private DatagramProtocol {
 public:
  IcmpProber(Source source, const ProberContext& context);

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
  EchoCodec codec_;
  std::optional<IcmpSocket> socket_;
  FailureLog failures_;
  DatagramChannel channel_;
};

}  // namespace peeringd
