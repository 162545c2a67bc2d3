// The far side of a ping as a test wants it: sees the echo requests to an address, and sends
// whatever ICMP message it is told to. For a network namespace, where the kernel can be told not to
// answer by itself. IPv4.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/descriptor.hpp"
#include "model/ip_prefix.hpp"
#include "probe/echo_message.hpp"

namespace peeringd::test {

/// Makes the namespace's kernel leave echo requests unanswered; false when it does not.
bool silence_kernel_replies();

class EchoResponder {
 public:
  /// Throws where raw sockets are not allowed or `address` is not local.
  explicit EchoResponder(const IpAddress& address);

  /// The next echo request, which arrives within ten seconds or throws.
  EchoMessage next_request();

  /// Sends `message` to the last requester, from the responder's address; the checksum is set here.
  void send(EchoMessage message);

  /// `request` as the reply to it.
  static EchoMessage reply_to(EchoMessage request);

  /// Sends an ICMP "host unreachable" (RFC 792) that quotes the last request, with `quoted` in
  /// place of its ICMP message.
  void send_unreachable(std::span<const std::uint8_t> quoted);

 private:
  void send_raw(std::vector<std::uint8_t> message);

  Descriptor socket_;
  IpAddress requester_;
  std::vector<std::uint8_t> packet_;  // the last request with its IP header
};

}  // namespace peeringd::test
