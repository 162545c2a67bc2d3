#include "trace/trace_socket.hpp"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <array>
#include <optional>

#include "net/error_queue.hpp"
#include "net/socket.hpp"

namespace peeringd {
namespace {

constexpr std::size_t payload_size = 32;  // the usual size of traceroute

std::optional<TraceReport::Kind> kind_of(const QueuedError& error, Family family) {
  using enum TraceReport::Kind;
  if (error.kind != QueuedError::Kind::icmp_error) return std::nullopt;
  if (family == Family::ipv4) {
    if (error.icmp_type == ICMP_TIME_EXCEEDED) return time_exceeded;
    if (error.icmp_type != ICMP_DEST_UNREACH) return std::nullopt;
    return error.icmp_code == ICMP_PORT_UNREACH ? port_unreachable : unreachable;
  }
  if (error.icmp_type == ICMP6_TIME_EXCEEDED) return time_exceeded;
  if (error.icmp_type != ICMP6_DST_UNREACH) return std::nullopt;
  return error.icmp_code == ICMP6_DST_UNREACH_NOPORT ? port_unreachable : unreachable;
}

// The port that a packet was sent to, from which its hop limit follows.
std::optional<std::uint8_t> hop_limit_of(std::uint16_t port) {
  const int hop_limit = port - TraceSocket::base_port;
  if (hop_limit < 1 || hop_limit > UINT8_MAX) return std::nullopt;
  return static_cast<std::uint8_t>(hop_limit);
}

}  // namespace

SystemResult<TraceSocket> TraceSocket::open(const Source& source) {
  auto descriptor = open_socket(source, SOCK_DGRAM, IPPROTO_UDP);
  if (!descriptor) return descriptor.error();
  const Family family = family_of(source.address);
  if (!enable_icmp_errors(descriptor->get(), family)) return last_system_error();
  return TraceSocket(std::move(*descriptor), source);
}

bool TraceSocket::send(const IpAddress& destination, std::uint8_t hop_limit) {
  const bool set = family_ == Family::ipv4
                       ? set_option(descriptor(), IPPROTO_IP, IP_TTL, hop_limit)
                       : set_option(descriptor(), IPPROTO_IPV6, IPV6_UNICAST_HOPS, hop_limit);
  if (!set || !is_still_local(source_)) return false;
  const std::array<char, payload_size> payload{};
  const auto to = socket_address(destination, static_cast<std::uint16_t>(base_port + hop_limit));
  const auto attempt = [&] {
    return ::sendto(descriptor(), payload.data(), payload.size(), 0, to.data(),
                    static_cast<socklen_t>(to.size())) >= 0;
  };
  pending_error(descriptor());  // clears the error of an earlier packet
  return attempt() || attempt();
}

std::vector<TraceReport> TraceSocket::read() {
  std::vector<TraceReport> reports;
  for (;;) {
    boost::asio::ip::udp::endpoint sent_to(boost::asio::ip::udp::v6(), 0);
    std::array<char, 512> payload;
    alignas(cmsghdr) std::array<char, 512> control;
    iovec part{payload.data(), payload.size()};
    msghdr message{};
    message.msg_name = sent_to.data();
    message.msg_namelen = static_cast<socklen_t>(sent_to.capacity());
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (::recvmsg(descriptor(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return reports;
    const auto error = queued_error_in(message);
    if (!error || !error->reporter) continue;
    sent_to.resize(message.msg_namelen);
    const auto hop_limit = hop_limit_of(sent_to.port());
    const auto kind = kind_of(*error, family_);
    if (hop_limit && kind) reports.push_back({*kind, *error->reporter, *hop_limit});
  }
}

}  // namespace peeringd
