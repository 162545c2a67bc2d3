// Sends many single requests to rtnetlink(7), several in one datagram, and reads their answers.
// Internal to this folder.
#pragma once

#include <linux/netlink.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "net/netlink_socket.hpp"

namespace peeringd {

/// One socket; one thread.
class NetlinkExchange {
 public:
  /// Writes request `index` with this sequence number into the buffer and returns its length.
  using Write = std::function<std::size_t(std::size_t index, std::uint32_t sequence,
                                          std::span<std::byte> buffer)>;
  /// Takes the answer to request `index`: an NLMSG_ERROR, or the message that was requested.
  using Read = std::function<void(std::size_t index, const nlmsghdr& header,
                                  std::span<const std::byte> payload)>;

  /// `patience`: the longest time that the kernel may take for an answer.
  static Result<NetlinkExchange> open(Duration patience);

  /// Sends `count` requests. Each gets exactly one answer. Blocks. Fails if the kernel takes longer
  /// than the patience; answers that came before then have been read.
  Result<void> run(std::size_t count, const Write& write, const Read& read);

 private:
  explicit NetlinkExchange(NetlinkSocket socket) : socket_(std::move(socket)) {}
  Result<void> request_some(std::size_t first, std::size_t last, const Write& write,
                            const Read& read);

  NetlinkSocket socket_;
  std::uint32_t next_sequence_ = 1;
};

}  // namespace peeringd
