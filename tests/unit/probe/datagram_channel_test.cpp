#include "probe/datagram_channel.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cerrno>

#include "net/receive_buffer.hpp"
#include "support/loopback.hpp"
#include "unit/probe/datagram_channel_harness.hpp"

namespace peeringd::test {
namespace {

using boost::asio::ip::make_address;

TEST(DatagramChannel, MatchesEachDepartureAndReplyToItsFlight) {
  const Descriptor stamping = stamping_socket();
  ChannelHarness harness;
  const auto server = open_udp();
  const std::uint16_t port = port_of(server->get());
  constexpr std::size_t count = 3 * batch_size + 1;
  for (std::size_t i = 0; i < count; ++i) harness.launch("127.0.0.1", port);
  EXPECT_EQ(harness.sent.size(), 3 * batch_size) << "full batches leave by themselves";
  harness.flush();
  ASSERT_EQ(harness.sent.size(), count);
  for (const FlightIndex flight : harness.sent) {
    const Departure& departure = harness.flights[flight].departure;
    EXPECT_TRUE(departure.timestamp) << flight;
  }
  echo(server->get());
  harness.wait();
  harness.drain();
  EXPECT_EQ(harness.round_trips.size(), count);
  EXPECT_EQ(harness.timestamps, count);
  EXPECT_EQ(harness.senders[harness.sent.front()], make_address("127.0.0.1"));
}

TEST(DatagramChannel, KeepsTheNumberingOfDeparturesAfterAFailedSend) {
  ChannelHarness harness;
  const auto server = open_udp();
  const std::uint16_t port = port_of(server->get());
  harness.launch("127.0.0.1", port);
  const FlightIndex refused = harness.launch("255.255.255.255", port);  // EACCES
  const FlightIndex next = harness.launch("127.0.0.1", port);
  harness.flush();
  EXPECT_EQ(harness.not_sent, (std::map{std::pair{refused, ErrorReason::send}}));
  EXPECT_EQ(harness.sent.size(), 2U);
  EXPECT_TRUE(harness.flights[next].departure.timestamp);
}

TEST(DatagramChannel, ReportsTheIcmpErrorOfAClosedPort) {
  ChannelHarness harness;
  std::uint16_t closed_port = 0;
  {
    const auto closed = open_udp();
    closed_port = port_of(closed->get());
  }
  harness.launch("127.0.0.1", closed_port);
  harness.flush();
  harness.drain();
  EXPECT_EQ(harness.icmp_errors, std::vector{ECONNREFUSED});
}

TEST(DatagramChannel, SendsAfterAnEarlierPacketWasRefused) {
  ChannelHarness harness;
  const auto server = open_udp();
  std::uint16_t closed_port = 0;
  {
    const auto closed = open_udp();
    closed_port = port_of(closed->get());
  }
  for (int i = 0; i < 5; ++i) {
    harness.launch("127.0.0.1", closed_port);
    harness.launch("127.0.0.1", port_of(server->get()));
  }
  harness.flush();
  EXPECT_EQ(harness.sent.size(), 10U);
  EXPECT_TRUE(harness.not_sent.empty());
  echo(server->get());
  harness.wait();
  harness.drain();
  EXPECT_EQ(harness.round_trips.size(), 5U);
  EXPECT_EQ(harness.icmp_errors.size(), 5U);
  for (const FlightIndex flight : harness.sent) {
    EXPECT_TRUE(harness.flights[flight].departure.timestamp) << flight;
  }
}

TEST(DatagramChannel, ReadsEveryWaitingDatagramAndCountsDroppedOnes) {
  ChannelHarness harness;
  const auto server = open_udp();
  const FlightIndex flight = harness.launch("127.0.0.1", port_of(server->get()));
  harness.flush();
  sockaddr_in client{};
  socklen_t size = sizeof client;
  ASSERT_GT(::recvfrom(server->get(), nullptr, 0, 0, reinterpret_cast<sockaddr*>(&client), &size),
            -1);
  const std::size_t sent = receive_capacity(harness.socket) + 1000;
  for (std::size_t i = 0; i < sent; ++i) {
    ::sendto(server->get(), &flight, sizeof flight, 0, reinterpret_cast<sockaddr*>(&client), size);
  }
  harness.drain();
  EXPECT_GT(harness.dropped, 0U);
  EXPECT_EQ(harness.replies_read + harness.dropped, sent);
  EXPECT_EQ(harness.channel.dropped(), harness.dropped);
}

}  // namespace
}  // namespace peeringd::test
