// The socket of a DatagramChannel: when it cannot be opened, and when it is opened anew.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "support/epoll_watches.hpp"
#include "unit/probe/datagram_channel_harness.hpp"

namespace peeringd::test {
namespace {

TEST(DatagramChannel, ReportsARefusedSocketOnceAndEachFlight) {
  ChannelHarness harness;
  harness.refusal = {EPERM, boost::system::system_category()};
  const FlightIndex first = harness.launch("127.0.0.1", 9);
  EXPECT_EQ(harness.not_sent[first], ErrorReason::permission);
  harness.not_sent.clear();
  const FlightIndex second = harness.launch("127.0.0.1", 9);
  EXPECT_EQ(harness.not_sent[second], ErrorReason::permission);
  EXPECT_EQ(harness.refusals, 1);
  EXPECT_EQ(harness.openings, 1) << "it waits before it tries again";
  harness.flush();
  harness.drain();
}

TEST(DatagramChannel, ReportsThatTheKernelHasNoWatchLeftAndTriesAgain) {
  using namespace std::chrono_literals;
  ChannelHarness harness;
  const bool possible = without_epoll_watches([&] {
    const FlightIndex flight = harness.launch("127.0.0.1", 9);
    EXPECT_EQ(harness.not_sent[flight], ErrorReason::send);
    EXPECT_EQ(harness.refusals, 1);
  });
  if (!possible) GTEST_SKIP() << "the kernel allows no filter of system calls here";
  harness.clock.ahead += 10s;
  harness.launch("127.0.0.1", 9);
  EXPECT_EQ(harness.openings, 1) << "only an operator can help";
  harness.clock.ahead += 20s;
  const FlightIndex later = harness.launch("127.0.0.1", 9);
  harness.flush();
  EXPECT_EQ(harness.sent, std::vector{later});
}

// As if the interface of the socket had been removed: sending always fails.
void break_socket(int socket) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  ASSERT_EQ(::dup2(pipe[0], socket), socket);
  ::close(pipe[0]);
  ::close(pipe[1]);
}

TEST(DatagramChannel, ReopensASocketThatNoLongerSends) {
  using namespace std::chrono_literals;
  ChannelHarness harness;
  const auto server = open_udp();
  const std::uint16_t port = port_of(server->get());
  const FlightIndex waiting = harness.launch("127.0.0.1", port);
  harness.flush();
  ASSERT_EQ(harness.flights[waiting].dropped_answers, harness.channel.dropped());
  break_socket(harness.socket);

  const FlightIndex first = harness.launch("127.0.0.1", port);
  harness.flush();
  EXPECT_EQ(harness.not_sent[first], ErrorReason::send);
  harness.clock.ahead += 300ms;  // of one second; the rest is for a busy machine
  harness.launch("127.0.0.1", port);
  harness.flush();
  EXPECT_EQ(harness.openings, 1) << "a later attempt to send may still succeed";

  harness.clock.ahead += 800ms;
  const FlightIndex next = harness.launch("127.0.0.1", port);
  harness.flush();
  EXPECT_EQ(harness.openings, 2);
  EXPECT_EQ(harness.sent.back(), next);
  EXPECT_NE(harness.flights[waiting].dropped_answers, harness.channel.dropped())
      << "an answer to a closed socket must not count as loss";
  EXPECT_EQ(harness.flights[next].dropped_answers, harness.channel.dropped());
  echo(server->get());
  harness.wait();
  harness.drain();
  EXPECT_EQ(harness.round_trips.count(next), 1U);
}

TEST(DatagramChannel, KeepsASocketThatAFirewallBlocks) {
  using namespace std::chrono_literals;
  ChannelHarness harness;
  for (int i = 0; i < 3; ++i) {
    harness.launch("255.255.255.255", 9);  // EACCES
    harness.flush();
    harness.clock.ahead += 2s;
  }
  EXPECT_FALSE(harness.not_sent.empty());
  EXPECT_TRUE(harness.sent.empty());
  EXPECT_EQ(harness.openings, 1);
}

TEST(DatagramChannel, KeepsASocketAfterASingleFailure) {
  using namespace std::chrono_literals;
  ChannelHarness harness;
  const auto server = open_udp();
  harness.launch("127.0.0.1", port_of(server->get()));
  harness.flush();
  break_socket(harness.socket);
  harness.launch("127.0.0.1", port_of(server->get()));
  harness.flush();
  harness.clock.ahead += 10s;
  harness.launch("127.0.0.1", port_of(server->get()));
  EXPECT_EQ(harness.openings, 1) << "no attempt in between";
}

TEST(DatagramChannel, KeepsItsSocketWhenADestinationHasNoRoute) {
  using namespace std::chrono_literals;
  ChannelHarness harness;
  for (int i = 0; i < 3; ++i) {
    harness.launch("192.0.2.1", 9);  // the tests' network has a loopback only
    harness.flush();
    harness.clock.ahead += 2s;
  }
  EXPECT_FALSE(harness.not_sent.empty());
  EXPECT_TRUE(harness.sent.empty());
  EXPECT_EQ(harness.openings, 1);
}

}  // namespace
}  // namespace peeringd::test
