#include "net/error_queue.hpp"

#include <linux/errqueue.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/udp.hpp>
#include <cstring>

#include "net/icmp_meaning.hpp"
#include "net/kernel_time.hpp"
#include "net/socket.hpp"

namespace peeringd {
namespace {

bool is_error_report(const cmsghdr& header) {
  return (header.cmsg_level == IPPROTO_IP && header.cmsg_type == IP_RECVERR) ||
         (header.cmsg_level == IPPROTO_IPV6 && header.cmsg_type == IPV6_RECVERR);
}

// The address behind the report (SO_EE_OFFENDER).
std::optional<IpAddress> read_reporter(const cmsghdr& header) {
  boost::asio::ip::udp::endpoint address(boost::asio::ip::udp::v6(), 0);
  const std::size_t size = header.cmsg_len - CMSG_LEN(sizeof(sock_extended_err));
  if (header.cmsg_len < CMSG_LEN(sizeof(sock_extended_err) + sizeof(sockaddr_in))) {
    return std::nullopt;
  }
  std::memcpy(address.data(), CMSG_DATA(&header) + sizeof(sock_extended_err),
              std::min(size, address.capacity()));
  const int family = address.data()->sa_family;
  if (family != AF_INET && family != AF_INET6) return std::nullopt;
  return address.address();
}

// The kernel sets an errno even for messages that are "not a real error": ping sockets get
// EREMOTEIO for a redirect (net/ipv4/ping.c). So the type and the code decide.
QueuedError read_icmp_report(const cmsghdr& header, const sock_extended_err& report) {
  const Family family = report.ee_origin == SO_EE_ORIGIN_ICMP ? Family::ipv4 : Family::ipv6;
  const bool undelivered = says_undelivered(family, report.ee_type, report.ee_code);
  return {undelivered ? QueuedError::Kind::icmp_error : QueuedError::Kind::advice,
          /*number=*/0,
          /*timestamp=*/std::nullopt,
          static_cast<int>(report.ee_errno),
          report.ee_type,
          report.ee_code,
          read_reporter(header)};
}

bool set_icmp_errors(int socket, Family family, int on) {
  return family == Family::ipv4 ? set_option(socket, IPPROTO_IP, IP_RECVERR, on)
                                : set_option(socket, IPPROTO_IPV6, IPV6_RECVERR, on);
}

}  // namespace

bool enable_icmp_errors(int socket, Family family) {
  return set_icmp_errors(socket, family, 1);
}

bool disable_icmp_errors(int socket, Family family) {
  return set_icmp_errors(socket, family, 0);
}

std::optional<IpAddress> reporter_of_error(int socket) {
  alignas(cmsghdr) std::array<std::uint8_t, 512> control;
  msghdr message{};
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(socket, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return std::nullopt;
  const auto error = queued_error_in(message);
  if (!error || error->kind != QueuedError::Kind::icmp_error) return std::nullopt;
  return error->reporter;
}

std::optional<QueuedError> queued_error_in(const msghdr& message) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(const_cast<msghdr*>(&message), header)) {
    if (!is_error_report(*header)) continue;
    sock_extended_err report{};
    std::memcpy(&report, CMSG_DATA(header), sizeof report);
    switch (report.ee_origin) {
      case SO_EE_ORIGIN_TIMESTAMPING:
        return QueuedError{QueuedError::Kind::departure, report.ee_data, timestamp_of(message)};
      case SO_EE_ORIGIN_ICMP:
      case SO_EE_ORIGIN_ICMP6:
        return read_icmp_report(*header, report);
      default:
        return QueuedError{};
    }
  }
  return std::nullopt;
}

}  // namespace peeringd
