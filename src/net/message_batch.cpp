#include "net/message_batch.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace peeringd {
namespace {

constexpr std::size_t longest_in = 1500;  // an ICMP error quotes at most 576 bytes (RFC 1812)
constexpr std::size_t control_size = 256;

socklen_t fill_address(const IpAddress& address, std::uint16_t port, sockaddr_storage& storage) {
  if (address.is_v4()) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4 = {};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(address.to_v4().to_uint());
    return sizeof v4;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
  v6 = {};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  const auto bytes = address.to_v6().to_bytes();
  std::memcpy(&v6.sin6_addr, bytes.data(), bytes.size());
  v6.sin6_scope_id = static_cast<std::uint32_t>(address.to_v6().scope_id());
  return sizeof v6;
}

}  // namespace

struct SendBatch::Buffers {
  std::array<mmsghdr, batch_size> messages{};
  std::array<iovec, batch_size> vectors{};
  std::array<sockaddr_storage, batch_size> addresses{};
  std::array<std::array<std::uint8_t, longest_datagram_out>, batch_size> data{};
};

void SendBatch::Delete::operator()(Buffers* buffers) const {
  delete buffers;
}

SendBatch::SendBatch() : buffers_(new Buffers) {
  for (std::size_t i = 0; i < batch_size; ++i) {
    buffers_->vectors[i].iov_base = buffers_->data[i].data();
    msghdr& header = buffers_->messages[i].msg_hdr;
    header.msg_name = &buffers_->addresses[i];
    header.msg_iov = &buffers_->vectors[i];
    header.msg_iovlen = 1;
  }
}

void SendBatch::add(const IpAddress& address, std::uint16_t port,
                    std::span<const std::uint8_t> data) {
  buffers_->messages[size_].msg_hdr.msg_namelen =
      fill_address(address, port, buffers_->addresses[size_]);
  std::copy(data.begin(), data.end(), buffers_->data[size_].begin());
  buffers_->vectors[size_].iov_len = data.size();
  ++size_;
}

std::size_t SendBatch::send(int socket, std::size_t first) {
  const int sent = ::sendmmsg(socket, buffers_->messages.data() + first,
                              static_cast<unsigned>(size_ - first), MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

struct ReceiveBatch::Buffers {
  std::array<mmsghdr, batch_size> messages{};
  std::array<iovec, batch_size> vectors{};
  std::array<sockaddr_storage, batch_size> addresses{};
  std::array<std::array<std::uint8_t, longest_in>, batch_size> data{};
  alignas(cmsghdr) std::array<std::array<std::uint8_t, control_size>, batch_size> control{};
};

void ReceiveBatch::Delete::operator()(Buffers* buffers) const {
  delete buffers;
}

ReceiveBatch::ReceiveBatch() : buffers_(new Buffers) {
  for (std::size_t i = 0; i < batch_size; ++i) {
    buffers_->vectors[i] = {buffers_->data[i].data(), longest_in};
    msghdr& header = buffers_->messages[i].msg_hdr;
    header.msg_name = &buffers_->addresses[i];
    header.msg_iov = &buffers_->vectors[i];
    header.msg_iovlen = 1;
    header.msg_control = buffers_->control[i].data();
  }
}

std::size_t ReceiveBatch::receive(int socket, int flags) {
  for (mmsghdr& message : buffers_->messages) {  // the kernel overwrote the lengths
    message.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
    message.msg_hdr.msg_controllen = control_size;
  }
  const int count = ::recvmmsg(socket, buffers_->messages.data(), batch_size, flags | MSG_DONTWAIT,
                               /*timeout=*/nullptr);
  return count < 0 ? 0 : static_cast<std::size_t>(count);
}

std::span<const std::uint8_t> ReceiveBatch::data(std::size_t index) const {
  return std::span(buffers_->data[index]).first(buffers_->messages[index].msg_len);
}

const msghdr& ReceiveBatch::header(std::size_t index) const {
  return buffers_->messages[index].msg_hdr;
}

IpAddress ReceiveBatch::address(std::size_t index) const {
  if (buffers_->messages[index].msg_hdr.msg_namelen == 0) return {};
  const sockaddr_storage& storage = buffers_->addresses[index];
  if (storage.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    return boost::asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (storage.ss_family != AF_INET6) return {};
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
  boost::asio::ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return unmapped(boost::asio::ip::address_v6(bytes));
}

}  // namespace peeringd
