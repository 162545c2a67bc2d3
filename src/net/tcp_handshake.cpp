#include "net/tcp_handshake.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "net/error_queue.hpp"
#include "net/socket.hpp"
#include "net/tcp_info.hpp"

namespace peeringd {
namespace {

using Outcome = HandshakeEnd::Outcome;

// A connection that was reset had been established. Whether the reset is seen depends on timing,
// which must not decide between answer and loss.
bool was_established(int error) {
  return error == 0 || error == ECONNRESET || error == EPIPE;
}

// A firewall on the way may refuse with an ICMP error, of which the host knows nothing.
bool is_refused_by_other(int socket, const IpAddress& address) {
  const auto reporter = reporter_of_error(socket);
  return reporter && *reporter != address;
}

Outcome outcome_of(int error, int socket, const IpAddress& address) {
  if (error == ECONNREFUSED) {
    return is_refused_by_other(socket, address) ? Outcome::unreachable : Outcome::refused;
  }
  // EHOSTUNREACH, ENETUNREACH and the rarer ICMP errors
  return error == ETIMEDOUT ? Outcome::timeout : Outcome::unreachable;
}

}  // namespace

boost::system::error_code begin_handshake(int socket, const IpAddress& address,
                                          std::uint16_t port) {
  // For the time of the handshake only: later errors would end the connection.
  if (!enable_icmp_errors(socket, family_of(address))) return last_system_error();
  const auto to = socket_address(address, port);
  if (::connect(socket, to.data(), static_cast<socklen_t>(to.size())) == 0) return {};
  return errno == EINPROGRESS ? boost::system::error_code() : last_system_error();
}

HandshakeEnd end_of_handshake(int socket, const IpAddress& address) {
  const int error = pending_error(socket);
  if (!was_established(error)) return {outcome_of(error, socket, address), error, {}};
  disable_icmp_errors(socket, family_of(address));
  const auto info = read_tcp_info(socket);
  if (!info || info->retransmitted) return {Outcome::timeout, 0, {}};
  return {Outcome::answered, error, info->round_trip};
}

}  // namespace peeringd
