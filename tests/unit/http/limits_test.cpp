// Time limits for clients. Each test sets one short limit and checks that the server enforces it.
#include <gtest/gtest.h>

#include "test_server.hpp"

namespace peeringd::test {
namespace {

TEST(HttpLimits, CloseAConnectionWithoutARequest) {
  HttpLimits limits = patient();
  limits.request = 50ms;
  TestServer server(limits);
  EXPECT_TRUE(RawClient(server.port).is_closed_by_server());
}

TEST(HttpLimits, CloseAConnectionWhoseHeaderArrivesTooSlowly) {
  HttpLimits limits = patient();
  limits.request = 50ms;
  limits.header_bytes = 1 << 20;
  TestServer server(limits);
  RawClient client(server.port);
  client.send("GET / HTTP/1.1\r\nX: ");
  std::size_t sent = 0;
  while (sent < limits.header_bytes && client.send_into_silence("x")) ++sent;
  EXPECT_LT(sent, limits.header_bytes);
  EXPECT_EQ(client.receive_rest(), "");
}

TEST(HttpLimits, CloseAnIdleConnection) {
  HttpLimits limits = patient();
  limits.idle = 50ms;
  TestServer server(limits);
  RawClient client(server.port);
  EXPECT_EQ(client.get("/").status, 200);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpLimits, CloseAConnectionWhoseSecondRequestIsIncomplete) {
  HttpLimits limits = patient();
  std::string received;
  // On a busy machine the first request may be late, too; then the test doubles the limit.
  for (limits.request = 50ms; received.empty() && limits.request < 1min; limits.request *= 2) {
    TestServer server(limits);
    RawClient client(server.port);
    client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\nGET / HT");
    received = client.receive_rest();
  }
  EXPECT_TRUE(received.starts_with("HTTP/1.1 200")) << received;
  EXPECT_TRUE(received.ends_with("\r\n\r\nhello\n")) << received;
}

TEST(HttpLimits, CloseAConnectionWhoseClientDoesNotReadItsResponse) {
  HttpLimits limits = patient();
  limits.write = 50ms;
  limits.connections = 1;
  TestServer server(limits);
  RawClient client(server.port, 4096);
  client.send("GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
  // The only place becomes free only when the first connection has been closed.
  EXPECT_EQ(RawClient(server.port).get("/").body, "hello\n");
  EXPECT_LT(client.receive_rest().size(), 4U << 20);
}

TEST(HttpLimits, ReplaceAClientThatDoesNotReadByAWaitingOne) {
  HttpLimits limits = patient();
  limits.slow_after = 50ms;
  limits.connections = 1;
  TestServer server(limits);
  RawClient client(server.port, 4096);
  client.send("GET /big HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(RawClient(server.port).get("/").body, "hello\n");
  EXPECT_LT(client.receive_rest().size(), 4U << 20);
}

TEST(HttpLimits, LimitTheWaitingConnectionsOfOneClient) {
  HttpLimits limits = patient();
  limits.connections = 1;
  limits.waiting_connections = 4;
  TestServer server(limits);
  RawClient first(server.port);
  first.send("GET /pending HTTP/1.1\r\nHost: test\r\n\r\n");
  const HttpReply reply = server.pending.next();
  RawClient second(server.port);
  RawClient third(server.port);
  EXPECT_TRUE(second.is_closed_by_server());
  reply(plain_text(200, "first"));
  EXPECT_EQ(first.receive().body, "first");
  EXPECT_EQ(third.get("/").body, "hello\n");
}

}  // namespace
}  // namespace peeringd::test
