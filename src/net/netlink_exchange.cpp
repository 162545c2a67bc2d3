#include "net/netlink_exchange.hpp"

#include <algorithm>
#include <array>

#include "net/netlink_message.hpp"
#include "net/netlink_requests.hpp"

namespace peeringd {
namespace {

constexpr const char* request_attempt = "ask about an access line";

// As many answers as fit into a receive buffer of the default size, each taken for 8 KiB.
constexpr std::size_t requests_a_datagram = 16;

}  // namespace

Result<NetlinkExchange> NetlinkExchange::open(Duration patience) {
  auto socket = open_netlink_socket(0, 0);
  if (!socket) return socket.error();
  const auto limited =
      limit_netlink_wait(socket->get(), patience, "limit the wait for an access line");
  if (!limited) return limited.error();
  return NetlinkExchange(std::move(*socket));
}

Result<void> NetlinkExchange::run(std::size_t count, const Write& write, const Read& read) {
  for (std::size_t first = 0; first < count; first += requests_a_datagram) {
    const std::size_t last = std::min(count, first + requests_a_datagram);
    if (auto asked = request_some(first, last, write, read); !asked) return asked.error();
  }
  return {};
}

Result<void> NetlinkExchange::request_some(std::size_t first, std::size_t last, const Write& write,
                                           const Read& read) {
  alignas(nlmsghdr) std::array<std::byte, requests_a_datagram * sizeof(netlink::RequestBuffer)>
      requests{};
  const std::uint32_t begin = next_sequence_;
  next_sequence_ += static_cast<std::uint32_t>(last - first);
  std::size_t size = 0;
  for (std::size_t i = first; i < last; ++i) {
    size += write(i, begin + static_cast<std::uint32_t>(i - first),
                  std::span{requests}.subspan(size, sizeof(netlink::RequestBuffer)));
  }
  const auto sent = send_netlink(socket_.get(), std::span{requests}.first(size), request_attempt);
  if (!sent) return sent.error();
  alignas(nlmsghdr) std::array<std::byte, 8192> answer;
  for (std::size_t answered = 0; answered < last - first;) {
    const auto datagram = receive_netlink(socket_.get(), answer, request_attempt);
    if (!datagram) return datagram.error();
    netlink::for_each_message(*datagram, [&](const nlmsghdr& header, netlink::Bytes payload) {
      const std::uint32_t index = header.nlmsg_seq - begin;
      if (index >= last - first) return;  // of a request that took too long
      ++answered;
      read(first + index, header, payload);
    });
  }
  return {};
}

}  // namespace peeringd
