#include "net/message_batch.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "net/socket.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

using test::address;
using test::shell;

std::string text_of(std::span<const std::uint8_t> data) {
  return {data.begin(), data.end()};
}
std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(ReceiveBatch, ReturnsImmediatelyIfNothingWasReceived) {
  const Descriptor socket = test::udp_socket(address("127.0.0.1"));
  ReceiveBatch batch;
  EXPECT_EQ(batch.receive(socket.get(), 0), 0U);
  EXPECT_EQ(batch.receive(socket.get(), MSG_ERRQUEUE), 0U);
}

TEST(ReceiveBatch, TakesDatagramsInOrderWithTheirSenders) {
  const Descriptor receiver = test::udp_socket(address("127.0.0.1"));
  const Descriptor near = test::udp_socket(address("127.0.0.2"));
  const Descriptor far = test::udp_socket(address("127.0.0.3"));
  const std::uint16_t port = test::port_of(receiver);
  ASSERT_TRUE(test::send_to(near, address("127.0.0.1"), port, "first"));
  ASSERT_TRUE(test::send_to(far, address("127.0.0.1"), port, ""));
  ASSERT_TRUE(test::send_to(near, address("127.0.0.1"), port, "the third"));
  ASSERT_TRUE(test::wait_for(receiver.get(), POLLIN));

  ReceiveBatch batch;
  ASSERT_EQ(batch.receive(receiver.get(), 0), 3U);
  EXPECT_EQ(text_of(batch.data(0)), "first");
  EXPECT_EQ(text_of(batch.data(1)), "");
  EXPECT_EQ(text_of(batch.data(2)), "the third");
  EXPECT_EQ(batch.address(0), address("127.0.0.2"));
  EXPECT_EQ(batch.address(1), address("127.0.0.3"));
  EXPECT_EQ(batch.address(2), address("127.0.0.2"));
}

TEST(ReceiveBatch, TakesAFullBatchAndThenTheRest) {
  const Descriptor receiver = test::udp_socket(address("127.0.0.1"));
  const Descriptor sender = test::udp_socket(address("127.0.0.1"));
  for (std::size_t i = 0; i < batch_size + 3; ++i) {
    ASSERT_TRUE(
        test::send_to(sender, address("127.0.0.1"), test::port_of(receiver), std::to_string(i)));
  }
  ReceiveBatch batch;
  ASSERT_EQ(batch.receive(receiver.get(), 0), batch_size);
  EXPECT_EQ(text_of(batch.data(batch_size - 1)), std::to_string(batch_size - 1));
  ASSERT_EQ(batch.receive(receiver.get(), 0), 3U);
  EXPECT_EQ(text_of(batch.data(0)), std::to_string(batch_size));
  EXPECT_EQ(batch.receive(receiver.get(), 0), 0U);
}

TEST(ReceiveBatch, TruncatesADatagramThatIsLongerThanAnyProbeOrError) {
  const Descriptor receiver = test::udp_socket(address("127.0.0.1"));
  const Descriptor sender = test::udp_socket(address("127.0.0.1"));
  ASSERT_TRUE(
      test::send_to(sender, address("127.0.0.1"), test::port_of(receiver), std::string(9000, 'x')));
  ReceiveBatch batch;
  ASSERT_EQ(batch.receive(receiver.get(), 0), 1U);
  EXPECT_EQ(batch.data(0).size(), 1500U);
  EXPECT_NE(batch.header(0).msg_flags & MSG_TRUNC, 0);
}

TEST(ReceiveBatch, HasNoSenderIfTheKernelNamesNone) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  const Descriptor near(ends[0]);
  const Descriptor far(ends[1]);
  ASSERT_EQ(::send(near.get(), "x", 1, 0), 1);
  ReceiveBatch batch;
  ASSERT_EQ(batch.receive(far.get(), 0), 1U);
  EXPECT_EQ(batch.address(0), IpAddress{});
}

// Protocol 253 is for experiments (RFC 3692); like ICMP it has no ports.
constexpr int experimental = 253;

std::string send_from_the_third_on() {
  CHECK(shell("ip link set lo up"));
  const Source source{address("127.0.0.1"), {}, {}, 0};
  const auto socket = open_socket(source, SOCK_RAW, experimental);
  CHECK(socket);
  SendBatch out;
  for (const char* text : {"zero", "one", "two"}) out.add(address("127.0.0.1"), 0, bytes_of(text));
  out.add(address("198.51.100.1"), 0, bytes_of("three"));  // there is no way to it
  out.add(address("127.0.0.1"), 0, bytes_of("four"));
  CHECK(out.size() == 5);

  CHECK(out.send(socket->get(), 1) == 2);  // one and two, then the one that fails
  CHECK(out.send(socket->get(), 3) == 0);
  CHECK(errno == ENETUNREACH);
  CHECK(out.send(socket->get(), 4) == 1);

  ReceiveBatch in;
  CHECK(in.receive(socket->get(), 0) == 3);
  constexpr std::size_t ip_header = 20;
  CHECK(text_of(in.data(0).subspan(ip_header)) == "one");
  CHECK(text_of(in.data(1).subspan(ip_header)) == "two");
  CHECK(text_of(in.data(2).subspan(ip_header)) == "four");
  CHECK(in.address(0) == address("127.0.0.1"));

  out.clear();
  out.add(address("127.0.0.1"), 0, bytes_of("again"));
  CHECK(out.send(socket->get(), 0) == 1);
  CHECK(in.receive(socket->get(), 0) == 1);
  CHECK(text_of(in.data(0).subspan(ip_header)) == "again");
  return {};
}

TEST(SendBatch, SendsFromAnyPositionUntilOneFails) {
  SUCCEEDS_IN_A_NAMESPACE(send_from_the_third_on);
}

std::string send_a_full_batch() {
  CHECK(shell("ip link set lo up"));
  const auto socket = open_socket({address("::1"), {}, {}, 0}, SOCK_RAW, experimental);
  CHECK(socket);
  SendBatch out;
  while (!out.full()) out.add(address("::1"), 0, bytes_of(std::to_string(out.size())));
  CHECK(out.size() == batch_size);
  CHECK(out.send(socket->get(), 0) == batch_size);
  ReceiveBatch in;
  CHECK(in.receive(socket->get(), 0) == batch_size);
  CHECK(in.address(0) == address("::1"));
  CHECK(text_of(in.data(batch_size - 1)) == std::to_string(batch_size - 1));
  return {};
}

TEST(SendBatch, SendsAFullBatchOverIpv6) {
  SUCCEEDS_IN_A_NAMESPACE(send_a_full_batch);
}

}  // namespace
}  // namespace peeringd
