// The outcomes of a probe, named like the values of the label `reason`.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace peeringd {

/// Why a probe that left the host counts as lost.
enum class LossReason : std::uint8_t {
  timeout,      ///< no answer within the timeout
  refused,      ///< the host answered that the port is closed
  unreachable,  ///< a router or the host answered that it cannot be reached (ICMP)
  reset,        ///< HTTP: the connection ended before the response did
  tls,          ///< the TLS handshake failed, or the certificate is not trusted
  status,       ///< an unexpected status, or no HTTP at all
  body,         ///< an unexpected body
  dns,          ///< a resolver failed or refused to answer
};
inline constexpr std::array<std::string_view, 8> loss_reason_names{
    "timeout", "refused", "unreachable", "reset", "tls", "status", "body", "dns"};

/// Why a probe that was due was not sent. Says nothing about the network.
enum class ErrorReason : std::uint8_t {
  source,      ///< no local address inside the prefix, or the interface is missing or down
  resolve,     ///< no address for the endpoint's name
  permission,  ///< the kernel grants no ICMP socket
  send,        ///< the kernel refused the packet: no route, a firewall, no buffers
};
inline constexpr std::array<std::string_view, 4> error_reason_names{"source", "resolve",
                                                                    "permission", "send"};

inline constexpr std::size_t index_of(LossReason reason) {
  return static_cast<std::size_t>(reason);
}
inline constexpr std::size_t index_of(ErrorReason reason) {
  return static_cast<std::size_t>(reason);
}
inline constexpr std::string_view name_of(LossReason reason) {
  return loss_reason_names[index_of(reason)];
}

}  // namespace peeringd
