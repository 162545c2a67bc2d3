// What probers have in common that send datagrams through one socket a source, and know their
// probes again by the tags in them: ICMP echo, STUN and DNS. Each adds its messages and what they
// mean.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "probe/datagram_channel.hpp"
#include "probe/send_failure.hpp"

namespace peeringd {

/// A reply counts when it carries the tag of a probe under way and comes from where that went. The
/// round-trip time lies between two timestamps of the kernel: when the driver took the request and
/// when the reply came in.
class DatagramProber : public Prober, private DatagramProtocol {
 public:
  void flush() final { channel_.flush(); }
  void drain() final { channel_.drain(); }
  std::uint32_t dropped_answers() const final { return channel_.dropped(); }

 protected:
  /// `what` is missing in the log when nothing leaves: `no ICMP from 203.0.113.10: …`.
  DatagramProber(std::string what, Source source, const ProberContext& context);

  const Source& source() const { return source_; }
  const ProberContext& context() const { return context_; }
  DatagramChannel& channel() { return channel_; }

  void on_refused(const boost::system::error_code& error) override;

  /// `reply`, which carries the tag of this flight, has come from where it went: an answer, if it
  /// is not overridden.
  virtual void on_reply(FlightIndex flight, const DatagramReply& reply);

 private:
  using Bytes = std::span<const std::uint8_t>;

  /// The tag of the probe that `data` answers; none when it answers none of ours.
  virtual std::optional<ProbeTag> tag_in_reply(Bytes data) = 0;

  /// The tag in a request of ours, of which an ICMP error quotes so much. None when it is too
  /// little to prove that whoever sent the error has seen the request.
  virtual std::optional<ProbeTag> tag_in_request(Bytes quoted) = 0;

  /// Why a probe is lost that an ICMP error, an errno, was sent for.
  virtual LossReason reason_of(int icmp_error) const;

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
