// Against a real server: it accepts our requests, and we parse its answers.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>

#include "net/socket.hpp"
#include "stun/attributes.hpp"
#include "unit/stun/coturn.hpp"
#include "unit/stun/message_builder.hpp"

namespace peeringd::test {
namespace {

using boost::asio::ip::udp;

udp::endpoint local_endpoint(int socket) {
  udp::endpoint endpoint(udp::v6(), 0);
  auto size = static_cast<socklen_t>(endpoint.capacity());
  ::getsockname(socket, endpoint.data(), &size);
  endpoint.resize(size);
  return endpoint;
}

SystemResult<Descriptor> open_udp(const char* address) {
  return open_socket(Source{boost::asio::ip::make_address(address), "", std::nullopt, 0},
                     SOCK_DGRAM, 0);
}

// A free port, chosen by the kernel; another process could take it before it is used.
std::uint16_t free_port(const char* address) {
  const auto socket = open_udp(address);
  return socket ? local_endpoint(socket->get()).port() : std::uint16_t{0};
}

// Repeats requests until the server answers, at most ten seconds.
std::optional<Bytes> ask(int socket, const udp::endpoint& server) {
  const BindingRequest request = encode_binding_request(an_id);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (std::chrono::steady_clock::now() < give_up) {
    ::sendto(socket, request.data(), request.size(), 0, server.data(),
             static_cast<socklen_t>(server.size()));
    pollfd ready{socket, POLLIN, 0};
    if (::poll(&ready, 1, 50) <= 0) continue;
    Bytes reply(1500);
    const ssize_t size = ::recv(socket, reply.data(), reply.size(), 0);
    if (size <= 0) continue;
    reply.resize(static_cast<std::size_t>(size));
    return reply;
  }
  return std::nullopt;
}

class CoturnTest : public testing::TestWithParam<const char*> {};

TEST_P(CoturnTest, ReportsTheAddressThatItSees) {
  const auto socket = open_udp(GetParam());
  if (!socket) GTEST_SKIP() << "no " << GetParam() << " here";
  const std::uint16_t port = free_port(GetParam());
  const auto server = Coturn::start(GetParam(), port);
  if (!server) GTEST_SKIP() << "coturn is not installed";

  const auto reply = ask(socket->get(), stun_address(GetParam(), port));
  ASSERT_TRUE(reply) << "no answer within ten seconds";
  const auto message = read_stun_message(*reply);
  ASSERT_TRUE(message);
  EXPECT_TRUE(is_binding_response(*message));
  EXPECT_EQ(message->transaction_id, an_id);
  EXPECT_EQ(reflexive_address(*message), local_endpoint(socket->get()));
  const auto attributes = read_stun_attributes(*message);
  ASSERT_TRUE(attributes);
  EXPECT_EQ(attributes->software.substr(0, 6), "Coturn");
}

INSTANTIATE_TEST_SUITE_P(StunServer, CoturnTest, testing::Values("127.0.0.1", "::1"),
                         [](const auto& test) {
                           return std::string(test.param) == "::1" ? "Ipv6" : "Ipv4";
                         });

}  // namespace
}  // namespace peeringd::test
