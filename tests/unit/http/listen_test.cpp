// The addresses that the server listens on, and its errors.
#include <gtest/gtest.h>

#include "support/addresses.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

using peeringd::test::address;

TEST(HttpListen, NamesTheAddressAndTheLikelyCauseIfThePortIsInUse) {
  TestServer first;
  HttpServer second({});
  const auto result = listen(second, {{localhost, first.port}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "cannot listen on 127.0.0.1:" + std::to_string(first.port) +
                                        ": Address already in use (is another peeringd running? "
                                        "Stop it, or set web.listen to another port)");
}

TEST(HttpListen, SaysThatThisHostDoesNotHaveTheAddress) {
  HttpServer server({});
  const auto result = listen(server, {{address("192.0.2.1"), 8075}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message,
            "cannot listen on 192.0.2.1:8075: Cannot assign requested address (no interface of "
            "this host has that address)");
}

TEST(HttpListen, PutsAnIpv6AddressIntoBrackets) {
  HttpServer server({});
  const auto result = listen(server, {{address("2001:db8::1"), 8075}});
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.error().message.starts_with("cannot listen on [2001:db8::1]:8075: "));
}

TEST(HttpListen, ReusesThePortOfAServerThatHasJustStopped) {
  std::uint16_t port = 0;
  {
    TestServer first;
    port = first.port;
    RawClient client(port);  // its connection is left in TIME_WAIT by the server
    EXPECT_EQ(client.get("/", "Connection: close\r\n").status, 200);
    EXPECT_TRUE(client.is_closed_by_server());
  }
  HttpServer second({});
  EXPECT_TRUE(listen(second, {{localhost, port}}));
}

TEST(HttpListen, LeavesIpv4ToAnotherSocketOnTheSamePort) {
  HttpServer server({});
  if (!listen(server, {{address("::"), 0}})) GTEST_SKIP() << "no IPv6 here";
  const std::uint16_t port = server.local_endpoints().at(0).port;
  EXPECT_TRUE(listen(server, {{address("::"), 0}, {address("0.0.0.0"), port}}));
}

TEST(HttpListen, ServesEveryAddressItListensOn) {
  Router router;
  router.add("GET", "/", always(plain_text(200, "hello\n")));
  HttpServer server({});
  ASSERT_TRUE(listen(server, {{localhost, 0}, {localhost, 0}}));
  server.start(std::move(router));
  for (const ListenAddress& endpoint : server.local_endpoints()) {
    EXPECT_EQ(RawClient(endpoint.port).get("/").body, "hello\n");
  }
}

}  // namespace
}  // namespace peeringd::test
