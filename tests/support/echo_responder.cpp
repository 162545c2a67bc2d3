#include "support/echo_responder.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>

#include "net/socket.hpp"
#include "support/loopback.hpp"
#include "support/network_namespace.hpp"

namespace peeringd::test {
namespace {

constexpr std::size_t ip_header_size = 20;

void set_internet_checksum(std::vector<std::uint8_t>& message) {
  message[2] = message[3] = 0;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < message.size(); ++i) sum += message[i] * (i % 2 == 0 ? 256U : 1U);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  message[2] = static_cast<std::uint8_t>(~sum >> 8);
  message[3] = static_cast<std::uint8_t>(~sum);
}

}  // namespace

bool silence_kernel_replies() {
  return shell("echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all");
}

EchoResponder::EchoResponder(const IpAddress& address) {
  auto socket = open_socket({address, {}, {}, 0}, SOCK_RAW, IPPROTO_ICMP);
  if (!socket) throw std::runtime_error("no raw socket: " + socket.error().message());
  socket_ = std::move(*socket);
}

EchoMessage EchoResponder::next_request() {
  while (wait_for(socket_.get(), POLLIN)) {
    packet_.resize(1500);
    auto from = socket_address({}, 0);
    auto size = static_cast<socklen_t>(from.capacity());
    const ssize_t received =
        ::recvfrom(socket_.get(), packet_.data(), packet_.size(), 0, from.data(), &size);
    packet_.resize(static_cast<std::size_t>(std::max<ssize_t>(received, 0)));
    EchoMessage message{};
    if (packet_.size() != ip_header_size + message.size()) continue;
    std::copy(packet_.begin() + ip_header_size, packet_.end(), message.begin());
    if (message[0] != echo_request_type(Family::ipv4)) continue;
    requester_ = from.address();
    return message;
  }
  throw std::runtime_error("no echo request came");
}

EchoMessage EchoResponder::reply_to(EchoMessage request) {
  request[0] = echo_reply_type(Family::ipv4);
  return request;
}

void EchoResponder::send(EchoMessage message) {
  send_raw({message.begin(), message.end()});
}

void EchoResponder::send_unreachable(std::span<const std::uint8_t> quoted) {
  std::vector<std::uint8_t> message{3, 1, 0, 0, 0, 0, 0, 0};
  message.insert(message.end(), packet_.begin(), packet_.begin() + ip_header_size);
  message.insert(message.end(), quoted.begin(), quoted.end());
  send_raw(std::move(message));
}

void EchoResponder::send_raw(std::vector<std::uint8_t> message) {
  set_internet_checksum(message);
  const auto to = socket_address(requester_, 0);
  if (::sendto(socket_.get(), message.data(), message.size(), 0, to.data(),
               static_cast<socklen_t>(to.size())) != static_cast<ssize_t>(message.size())) {
    throw std::runtime_error("sendto(2) fails");
  }
}

}  // namespace peeringd::test
