// Base of the probers that send datagrams through one socket per source and recognise answers by
// tags: ICMP echo, STUN and DNS. Each adds its messages.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "probe/datagram_channel.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

/// A reply counts if it carries the tag of a probe in flight and comes from that probe's
/// destination. The round-trip time is the difference of two kernel timestamps: when the driver
/// took the request, and when the reply arrived.
class DatagramProber : public Prober, private DatagramProtocol {
 public:
  void flush() final { channel_.flush(); }
  void drain() final { channel_.drain(); }
  std::uint32_t dropped_answers() const final { return channel_.dropped(); }

 protected:
  /// `what`: for the log when sending fails, as in `no ICMP from 203.0.113.10: …`.
  DatagramProber(std::string what, Source source, const ProberContext& context);

  const Source& source() const { return source_; }
  const ProberContext& context() const { return context_; }
  DatagramChannel& channel() { return channel_; }

  void on_refused(const boost::system::error_code& error) override;

  /// `reply` carries the tag of this flight and comes from its destination. Unless overridden, it
  /// is an answer.
  virtual void on_reply(FlightIndex flight, const DatagramReply& reply);

 private:
  using Bytes = std::span<const std::uint8_t>;

  /// The tag of the probe that `data` answers; none if it answers no probe of ours.
  virtual std::optional<ProbeTag> tag_in_reply(Bytes data) = 0;

  /// The tag in the part of our request that an ICMP error quotes. None if the part is too short to
  /// prove that the sender of the error has seen the request.
  virtual std::optional<ProbeTag> tag_in_request(Bytes quoted) = 0;

  /// The reason of loss for an ICMP error. A router that refuses, as a firewall does, shows nothing
  /// about the host.
  virtual LossReason reason_of(const DatagramError& error) const;

  void on_send_failed(const boost::system::error_code& error) final;
  void on_replies(std::span<const DatagramReply> replies) final;
  void on_icmp_error(const DatagramError& error) final;
  void note_reply(const DatagramReply& reply);

  std::string what_;
  Source source_;
  ProberContext context_;
  FailureLog failures_;
  DatagramChannel channel_;
};

}  // namespace peeringd
