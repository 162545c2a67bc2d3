// The other end of a ping: receives the echo requests to an address, and sends any ICMP message.
// For a network namespace, where the kernel's own replies can be disabled. IPv4.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/descriptor.hpp"
#include "model/ip_prefix.hpp"
#include "probe/echo_message.hpp"

namespace peeringd::test {

/// Disables the kernel's echo replies in the namespace; false on failure.
bool silence_kernel_replies();

class EchoResponder {
 public:
  /// Throws if raw sockets are not allowed or `address` is not local.
  explicit EchoResponder(const IpAddress& address);

  /// Returns the next echo request; throws after ten seconds.
  EchoMessage next_request();

  /// Sends `message` to the last requester, from the responder's address; the checksum is set here.
  void send(EchoMessage message);

  /// The echo reply to `request`.
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
