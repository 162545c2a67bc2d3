// Setups that replace each other while the server runs.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "support/loopback.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

// The status of a response to a request for `/` at `port`; 0 if the connection is refused.
int status_at(std::uint16_t port) {
  try {
    return RawClient(port).get("/").status;
  } catch (const std::system_error&) {
    return 0;
  }
}

std::uint16_t free_port() {
  return test::ClosedPort(localhost).port;
}

TEST(HttpSetup, KeepsASocketThatIsStillConfiguredAndItsConnections) {
  TestServer server;
  RawClient client(server.port);
  EXPECT_EQ(client.get("/").status, 200);
  ASSERT_TRUE(listen(server.server, {{localhost, 0}}));  // as TestServer did
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_EQ(status_at(server.port), 200);
}

TEST(HttpSetup, ListensOnNewAddressesAndClosesRemovedOnes) {
  TestServer server;
  const std::uint16_t port = free_port();
  ASSERT_TRUE(listen(server.server, {{localhost, port}}));
  EXPECT_EQ(status_at(port), 200);
  EXPECT_EQ(status_at(server.port), 0);
}

TEST(HttpSetup, ChangesNothingIfAnAddressIsInUse) {
  TestServer server;
  TestServer other;
  const auto result = listen(server.server, {{localhost, free_port()}, {localhost, other.port}});
  ASSERT_FALSE(result);
  EXPECT_EQ(status_at(server.port), 200);
}

TEST(HttpSetup, NamesEveryAddressThatCannotBeBound) {
  HttpServer server({});
  const auto result = listen(server, {{boost::asio::ip::make_address("192.0.2.1"), 1},
                                      {boost::asio::ip::make_address("198.51.100.1"), 2}});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("192.0.2.1:1"), std::string::npos);
  EXPECT_NE(result.error().message.find("\ncannot listen on 198.51.100.1:2"), std::string::npos)
      << result.error().message;
}

TEST(HttpSetup, ReplacesOneAddressByAllOnTheSamePort) {
  TestServer server;
  const std::uint16_t port = free_port();
  ASSERT_TRUE(listen(server.server, {{localhost, port}}));
  ASSERT_TRUE(listen(server.server, {{boost::asio::ip::make_address("0.0.0.0"), port}}));
  EXPECT_EQ(status_at(port), 200);
  HttpServer another({});
  EXPECT_FALSE(listen(another, {{localhost, port}})) << "the port is shared only for that moment";
}

TEST(HttpSetup, ServesOnASocketOfTheServiceManager) {
  const Descriptor opened = test::tcp_listener(localhost);
  HttpSetup setup;
  setup.inherited = {::dup(opened.get())};
  HttpServer server({});
  ASSERT_TRUE(use(server, setup));
  EXPECT_EQ(server.local_endpoints().at(0).port, test::port_of(opened));
  Router router;
  router.add("GET", "/", always(plain_text(200, "hello\n")));
  server.start(std::move(router));
  EXPECT_EQ(status_at(test::port_of(opened)), 200);
}

TEST(HttpSetup, RefusesADescriptorThatIsNotAListeningSocket) {
  const Descriptor datagrams = test::udp_socket(localhost);
  HttpSetup setup;
  setup.inherited = {datagrams.get()};
  HttpServer server({});
  const auto result = use(server, setup);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "descriptor " + std::to_string(datagrams.get()) +
                                        " of the service manager is not a listening socket");
}

}  // namespace
}  // namespace peeringd::test
