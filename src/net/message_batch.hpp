// Sends and receives many datagrams per system call (sendmmsg, recvmmsg), in buffers that are
// allocated once.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "model/ip_prefix.hpp"

namespace peeringd {

inline constexpr std::size_t batch_size = 64;
inline constexpr std::size_t longest_datagram_out = 272;  ///< a DNS query for the longest name

/// Outgoing datagrams. One thread.
class SendBatch {
 public:
  SendBatch();

  /// Appends a datagram for `address` and `port` (0 for ICMP). Requires !full() and at most
  /// longest_datagram_out bytes.
  void add(const IpAddress& address, std::uint16_t port, std::span<const std::uint8_t> data);

  std::size_t size() const { return size_; }
  bool full() const { return size_ == batch_size; }
  void clear() { size_ = 0; }

  /// Sends the datagrams from `first` on until one fails; returns how many were sent, errno says
  /// why it stopped.
  std::size_t send(int socket, std::size_t first);

 private:
  struct Buffers;
  struct Delete {
    void operator()(Buffers* buffers) const;
  };
  std::unique_ptr<Buffers, Delete> buffers_;
  std::size_t size_ = 0;
};

/// Received datagrams, with their senders and control messages. One thread.
class ReceiveBatch {
 public:
  ReceiveBatch();

  /// Receives what the socket holds, at most batch_size, without waiting. `flags` as for
  /// recvmmsg(2); MSG_ERRQUEUE reads the error queue. Returns the number; 0 if there is nothing
  /// (errno is EAGAIN) or the kernel first reports an error, such as one for an earlier packet.
  std::size_t receive(int socket, int flags);

  std::span<const std::uint8_t> data(std::size_t index) const;
  const msghdr& header(std::size_t index) const;

  /// The sender; in the error queue, the destination. Unspecified if the kernel names none.
  IpAddress address(std::size_t index) const;

 private:
  struct Buffers;
  struct Delete {
    void operator()(Buffers* buffers) const;
  };
  std::unique_ptr<Buffers, Delete> buffers_;
};

}  // namespace peeringd
