#include "net/socket.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <vector>

#include "support/loopback.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

namespace errc = boost::system::errc;
using test::address;
using test::shell;

int option_of(const Descriptor& socket, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(socket.get(), level, name, &value, &size) == 0 ? value : -1;
}

TEST(OpenSocket, BindsToTheSourcesAddress) {
  for (const char* source : {"127.0.0.1", "127.0.0.2"}) {
    const auto receiver = test::udp_socket(address("127.0.0.1"));
    const auto socket = open_socket({address(source), {}, {}, 0}, SOCK_DGRAM, 0);
    ASSERT_TRUE(socket);
    ASSERT_TRUE(test::send_to(*socket, address("127.0.0.1"), test::port_of(receiver), "hello"));
    ASSERT_TRUE(test::wait_for(receiver.get(), POLLIN));

    auto sender = socket_address({}, 0);
    auto size = static_cast<socklen_t>(sender.capacity());
    std::array<char, 8> data{};
    ASSERT_EQ(::recvfrom(receiver.get(), data.data(), data.size(), 0, sender.data(), &size), 5);
    EXPECT_EQ(sender.address(), address(source));
  }
}

TEST(OpenSocket, NeverBlocks) {
  const auto socket = open_socket({address("127.0.0.1"), {}, {}, 0}, SOCK_DGRAM, 0);
  ASSERT_TRUE(socket);
  char byte = 0;
  EXPECT_EQ(::recv(socket->get(), &byte, 1, 0), -1);
  EXPECT_EQ(last_system_error(), errc::resource_unavailable_try_again);
}

TEST(OpenSocket, FailsForAnAddressThatIsNotLocal) {
  for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
    const auto v4 = open_socket({address("192.0.2.1"), {}, {}, 0}, type, 0);
    ASSERT_FALSE(v4);
    EXPECT_EQ(v4.error(), errc::address_not_available);
    const auto v6 = open_socket({address("2001:db8::1"), {}, {}, 0}, type, 0);
    ASSERT_FALSE(v6);
  }
}

TEST(OpenSocket, ReservesTheLastDescriptors) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit small{64, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &small), 0);
  std::vector<Descriptor> probes;
  auto socket = open_socket({address("127.0.0.1"), {}, {}, 0}, SOCK_STREAM, 0);
  while (socket && probes.size() < small.rlim_cur) {
    probes.push_back(std::move(*socket));
    socket = open_socket({address("127.0.0.1"), {}, {}, 0}, SOCK_STREAM, 0);
  }
  std::vector<Descriptor> others;
  while (others.size() < small.rlim_cur) {
    Descriptor other(::socket(AF_INET, SOCK_STREAM, 0));
    if (!other) break;
    others.push_back(std::move(other));
  }
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error(), errc::too_many_files_open);
  EXPECT_FALSE(probes.empty());
  EXPECT_EQ(others.size(), 16U);
}

TEST(OpenSocket, SetsTheDscpInTheUpperSixBitsOfTheClass) {
  constexpr std::uint8_t expedited_forwarding = 46;  // RFC 3246: 0xb8 with the two bits of ECN
  const auto v4 = open_socket({address("127.0.0.1"), {}, {}, expedited_forwarding}, SOCK_DGRAM, 0);
  ASSERT_TRUE(v4);
  EXPECT_EQ(option_of(*v4, IPPROTO_IP, IP_TOS), 0xb8);
  const auto plain = open_socket({address("127.0.0.1"), {}, {}, 0}, SOCK_DGRAM, 0);
  ASSERT_TRUE(plain);
  EXPECT_EQ(option_of(*plain, IPPROTO_IP, IP_TOS), 0);
}

TEST(OpenSocket, FailsForAMissingInterface) {
  const auto socket = open_socket({address("127.0.0.1"), "no-such-link0", {}, 0}, SOCK_DGRAM, 0);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error(), errc::no_such_device);
}

std::string open_with_everything() {
  CHECK(shell("ip link set lo up"));
  const auto v4 = open_socket({address("127.0.0.1"), "lo", 0x10, 46}, SOCK_STREAM, 0);
  CHECK(v4);
  CHECK(option_of(*v4, SOL_SOCKET, SO_MARK) == 0x10);
  CHECK(option_of(*v4, SOL_SOCKET, SO_BINDTOIFINDEX) == 1);
  const auto v6 = open_socket({address("::1"), {}, {}, 46}, SOCK_DGRAM, 0);
  CHECK(v6);
  CHECK(option_of(*v6, IPPROTO_IPV6, IPV6_TCLASS) == 0xb8);
  return {};
}

TEST(OpenSocket, AppliesInterfaceMarkAndTheDscpOfIpv6) {
  SUCCEEDS_IN_A_NAMESPACE(open_with_everything);
}

// With a port bound for each, 20 probes at once would need 20 of the 4 ports.
std::string connect_more_than_there_are_ports() {
  CHECK(
      shell("ip link set lo up && "
            "echo 61000 61003 > /proc/sys/net/ipv4/ip_local_port_range"));
  std::vector<Descriptor> open;
  for (std::uint16_t i = 0; i < 20; ++i) {
    auto socket = open_socket({address("127.0.0.1"), {}, {}, 0}, SOCK_STREAM, 0);
    CHECK(socket);
    const auto edge = socket_address(boost::asio::ip::address_v4(0x7f000100U + i), 443);
    ::connect(socket->get(), edge.data(), static_cast<socklen_t>(edge.size()));
    CHECK(test::port_of(*socket) >= 61000);
    open.push_back(std::move(*socket));
  }
  return {};
}

TEST(OpenSocket, SharesLocalPortsBetweenConnectionsToDifferentEdges) {
  SUCCEEDS_IN_A_NAMESPACE(connect_more_than_there_are_ports);
}

}  // namespace
}  // namespace peeringd
