// Stopping the server with clients in every state.
#include <gtest/gtest.h>

#include <future>

#include "test_server.hpp"

namespace peeringd::test {
namespace {

TEST(HttpStop, ClosesConnectionsInEveryState) {
  HttpLimits limits = patient();
  limits.drain = 10ms;
  TestServer server(limits);
  RawClient silent(server.port);
  RawClient idle(server.port);
  EXPECT_EQ(idle.get("/").status, 200);
  RawClient unfinished(server.port);
  unfinished.send("GET / HT");
  RawClient not_reading(server.port, 4096);
  not_reading.send("GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
  RawClient unanswered(server.port);
  unanswered.send("GET /pending HTTP/1.1\r\nHost: test\r\n\r\n");
  const HttpReply never = server.pending.next();

  server.server.stop();
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_TRUE(unfinished.is_closed_by_server());
  EXPECT_TRUE(unanswered.is_closed_by_server());
  EXPECT_LT(not_reading.receive_rest().size(), 4U << 20);
}

TEST(HttpStop, CompletesTheCurrentResponse) {
  TestServer server;
  RawClient idle(server.port);
  EXPECT_EQ(idle.get("/").status, 200);
  RawClient client(server.port);
  client.send("GET /pending HTTP/1.1\r\nHost: test\r\n\r\n");
  const HttpReply reply = server.pending.next();

  const auto stopped = std::async(std::launch::async, [&] { server.server.stop(); });
  EXPECT_TRUE(idle.is_closed_by_server()) << "so stop() has begun";
  reply(plain_text(200, "just in time"));
  const Received response = client.receive();
  EXPECT_EQ(response.body, "just in time");
  EXPECT_EQ(response.fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpStop, RefusesNewClientsAfterwards) {
  TestServer server;
  server.server.stop();
  EXPECT_THROW(RawClient client(server.port), std::system_error);
}

TEST(HttpStop, ClosesWaitingConnections) {
  HttpLimits limits = patient();
  limits.connections = 1;
  limits.drain = 10ms;
  TestServer server(limits);
  RawClient client(server.port);
  client.send("GET /pending HTTP/1.1\r\nHost: test\r\n\r\n");
  const HttpReply never = server.pending.next();
  RawClient without_place(server.port);
  without_place.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  server.server.stop();
  EXPECT_TRUE(without_place.is_closed_by_server());
}

TEST(HttpStop, MayBeCalledTwiceOrWithoutAStart) {
  HttpServer server({});
  ASSERT_TRUE(listen(server, {{localhost, 0}}));
  server.stop();
  server.stop();
  EXPECT_TRUE(server.local_endpoints().empty());
}

}  // namespace
}  // namespace peeringd::test
