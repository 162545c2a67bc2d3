#include "probe/datagram_channel.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <cstring>
#include <map>

#include "net/receive_buffer.hpp"
#include "support/epoll_watches.hpp"
#include "support/loopback.hpp"

namespace peeringd::test {
namespace {

using boost::asio::ip::make_address;

SystemResult<Descriptor> open_udp() {
  return open_socket(Source{make_address("127.0.0.1"), "", std::nullopt, 0}, SOCK_DGRAM, 0);
}

std::uint16_t port_of(int socket) {
  boost::asio::ip::udp::endpoint endpoint(boost::asio::ip::udp::v4(), 0);
  auto size = static_cast<socklen_t>(endpoint.size());
  ::getsockname(socket, endpoint.data(), &size);
  return endpoint.port();
}

// The system's clocks; the monotonic one can be advanced.
class ForwardClock : public Clock {
 public:
  MonotonicTime now() const noexcept override { return system_.now() + ahead; }
  WallTime wall() const noexcept override { return system_.wall(); }
  Duration suspended() const noexcept override { return system_.suspended(); }
  Duration waited_for_cpu() const noexcept override { return system_.waited_for_cpu(); }

  Duration ahead{};

 private:
  SystemClock system_;
};

// Sends the flight's index as a datagram through a real socket, and stores the outcomes.
class Harness : public Prober, public DatagramProtocol, public ProbeListener {
 public:
  Harness() : channel({io.get_executor(), clock, flights, *this}, *this) {}

  void start(FlightIndex /*flight*/, const ProbeOptions& /*options*/) override {}
  void flush() override { channel.flush(); }
  void drain() override { channel.drain(); }

  SystemResult<Descriptor> open_socket() override {
    ++openings;
    if (refusal) return refusal;
    auto opened = open_udp();
    socket = opened->get();
    enable_timestamps(socket);
    enable_icmp_errors(socket, Family::ipv4);
    return opened;
  }
  void on_refused(const boost::system::error_code& /*error*/) override { ++refusals; }
  void on_send_failed(const boost::system::error_code& /*error*/) override {}
  void on_replies(std::span<const DatagramReply> replies) override {
    for (const DatagramReply& reply : replies) {
      FlightIndex flight = 0;
      ASSERT_EQ(reply.data.size(), sizeof flight);
      std::memcpy(&flight, reply.data.data(), sizeof flight);
      round_trips[flight] = round_trip(flights[flight].departure, reply.arrival);
      ++replies_read;
      timestamps += reply.arrival.timestamp.has_value() ? 1 : 0;
      senders[flight] = reply.sender;
    }
  }
  void on_icmp_error(const DatagramError& error) override {
    icmp_errors.push_back(error.error);
    EXPECT_EQ(error.quoted.size(), sizeof(FlightIndex));
    EXPECT_EQ(error.destination, make_address("127.0.0.1"));
  }

  void on_sent(FlightIndex flight) override { sent.push_back(flight); }
  void on_not_sent(FlightIndex flight, ErrorReason reason) override {
    not_sent[flight] = reason;
    flights.close(flight);
  }
  void on_answered(FlightIndex /*flight*/, Duration /*round_trip*/) override {}
  void on_lost(FlightIndex /*flight*/, LossReason /*reason*/) override {}
  void on_observed(FlightIndex /*flight*/, const Observation& /*observation*/) override {}
  void on_stray_answer(std::uint32_t /*target*/, std::uint64_t /*number*/) override {}
  void on_answers_dropped(std::uint32_t count) override { dropped += count; }

  FlightIndex launch(const char* address, std::uint16_t port) {
    const FlightIndex flight = flights.open(7, next_number++, *this, make_address(address));
    if (channel.ready_for(flight)) {
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&flight);
      channel.send(flight, port, {bytes, sizeof flight});
    }
    return flight;
  }

  // Waits until the socket is readable, at most a second.
  void wait() const {
    pollfd ready{socket, POLLIN, 0};
    ::poll(&ready, 1, 1000);
  }

  boost::asio::io_context io;
  ForwardClock clock;
  FlightTable flights;
  int socket = -1;  // the channel's
  DatagramChannel channel;

  boost::system::error_code refusal;
  int openings = 0;
  int refusals = 0;
  std::uint64_t next_number = 100;
  std::vector<FlightIndex> sent;
  std::map<FlightIndex, ErrorReason> not_sent;
  std::map<FlightIndex, Duration> round_trips;
  std::map<FlightIndex, IpAddress> senders;
  std::size_t replies_read = 0;
  int timestamps = 0;
  std::vector<int> icmp_errors;
  std::uint32_t dropped = 0;
};

// Echoes all pending datagrams.
void echo(int socket) {
  std::array<char, 64> data{};
  sockaddr_in sender{};
  for (;;) {
    socklen_t size = sizeof sender;
    const ssize_t count = ::recvfrom(socket, data.data(), data.size(), MSG_DONTWAIT,
                                     reinterpret_cast<sockaddr*>(&sender), &size);
    if (count < 0) return;
    ::sendto(socket, data.data(), static_cast<std::size_t>(count), 0,
             reinterpret_cast<sockaddr*>(&sender), size);
  }
}

TEST(DatagramChannel, MatchesEachDepartureAndReplyToItsFlight) {
  const Descriptor stamping = stamping_socket();
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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

TEST(DatagramChannel, ReportsARefusedSocketOnceAndEachFlight) {
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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
  Harness harness;
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
