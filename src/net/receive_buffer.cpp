#include "net/receive_buffer.hpp"

#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <array>

#include "net/socket.hpp"

namespace peeringd {
namespace {

constexpr int wanted_bytes = 4 << 20;  // the kernel doubles it for its overhead

// The minimum that the kernel charges for a datagram: SKB_TRUESIZE(0) is 576.
constexpr std::size_t min_charge = 512;

}  // namespace

void enlarge_receive_buffer(int socket) {
  if (set_option(socket, SOL_SOCKET, SO_RCVBUFFORCE, wanted_bytes)) return;
  set_option(socket, SOL_SOCKET, SO_RCVBUF, wanted_bytes);
}

std::size_t receive_capacity(int socket) {
  int bytes = 0;
  socklen_t size = sizeof bytes;
  if (::getsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, &size) != 0) bytes = 2 * wanted_bytes;
  return static_cast<std::size_t>(bytes) / min_charge + 1;
}

std::uint32_t dropped_datagrams(int socket) {
  std::array<std::uint32_t, SK_MEMINFO_VARS> values{};
  socklen_t size = sizeof values;
  if (::getsockopt(socket, SOL_SOCKET, SO_MEMINFO, values.data(), &size) != 0) return 0;
  return values[SK_MEMINFO_DROPS];
}

}  // namespace peeringd
