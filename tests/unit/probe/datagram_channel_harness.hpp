// A DatagramChannel on the loopback that stores what it reports, and a server for it.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstring>
#include <map>
#include <span>
#include <vector>

#include "probe/datagram_channel.hpp"

namespace peeringd::test {

inline SystemResult<Descriptor> open_udp() {
  return open_socket(Source{boost::asio::ip::make_address("127.0.0.1"), "", std::nullopt, 0},
                     SOCK_DGRAM, 0);
}

inline std::uint16_t port_of(int socket) {
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
class ChannelHarness : public Prober, public DatagramProtocol, public ProbeListener {
 public:
  ChannelHarness() : channel({io.get_executor(), clock, flights, *this}, *this) {}

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
    EXPECT_EQ(error.destination, boost::asio::ip::make_address("127.0.0.1"));
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
    const FlightIndex flight =
        flights.open(7, next_number++, *this, boost::asio::ip::make_address(address));
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
inline void echo(int socket) {
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

}  // namespace peeringd::test
