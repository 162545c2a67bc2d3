#include "net/receive_buffer.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "net/socket.hpp"
#include "support/loopback.hpp"

namespace peeringd {
namespace {

using test::address;

// Reads all pending datagrams and returns their number.
std::size_t read_all(const Descriptor& socket) {
  std::array<char, 64> data{};
  std::size_t count = 0;
  while (::recv(socket.get(), data.data(), data.size(), MSG_DONTWAIT) >= 0) ++count;
  return count;
}

void flood(const Descriptor& receiver, std::size_t count) {
  const Descriptor sender = test::udp_socket(address("127.0.0.1"));
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_TRUE(test::send_to(sender, address("127.0.0.1"), test::port_of(receiver), "x"));
  }
}

TEST(ReceiveBuffer, CountsDatagramsThatDidNotFit) {
  const Descriptor receiver = test::udp_socket(address("127.0.0.1"));
  ASSERT_TRUE(set_option(receiver.get(), SOL_SOCKET, SO_RCVBUF, 4096));
  EXPECT_EQ(dropped_datagrams(receiver.get()), 0U);
  constexpr std::size_t sent = 200;
  flood(receiver, sent);
  // Reported at once, before another datagram arrives.
  const std::size_t dropped = dropped_datagrams(receiver.get());
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(read_all(receiver) + dropped, sent);
}

TEST(ReceiveBuffer, HoldsNoMoreThanItsCapacity) {
  const Descriptor receiver = test::udp_socket(address("127.0.0.1"));
  ASSERT_TRUE(set_option(receiver.get(), SOL_SOCKET, SO_RCVBUF, 65536));
  const std::size_t capacity = receive_capacity(receiver.get());
  flood(receiver, 2 * capacity);
  EXPECT_GT(dropped_datagrams(receiver.get()), 0U) << "it is full";
  EXPECT_LE(read_all(receiver), capacity);
}

TEST(ReceiveBuffer, BecomesLarger) {
  const Descriptor receiver = test::udp_socket(address("127.0.0.1"));
  ASSERT_TRUE(set_option(receiver.get(), SOL_SOCKET, SO_RCVBUF, 4096));
  const std::size_t before = receive_capacity(receiver.get());
  enlarge_receive_buffer(receiver.get());
  EXPECT_GT(receive_capacity(receiver.get()), before);
}

}  // namespace
}  // namespace peeringd
