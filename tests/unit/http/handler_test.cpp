// Handlers that answer late, twice, never, or with an exception.
#include <gtest/gtest.h>

#include <optional>

#include "http/handler_call.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

constexpr std::string_view ask_pending = "GET /pending HTTP/1.1\r\nHost: test\r\n\r\n";

TEST(HttpHandlers, MayReplyFromAnotherThread) {
  TestServer server;
  RawClient client(server.port);
  client.send(ask_pending);
  server.pending.next()(plain_text(200, "from the test's thread"));
  EXPECT_EQ(client.receive().body, "from the test's thread");
}

TEST(HttpHandlers, DoNotKeepOtherClientsWaiting) {
  TestServer server;
  RawClient patient_one(server.port);
  patient_one.send(ask_pending);
  const HttpReply reply = server.pending.next();
  RawClient other(server.port);
  EXPECT_EQ(other.get("/").body, "hello\n");
  reply(plain_text(200, "at last"));
  EXPECT_EQ(patient_one.receive().body, "at last");
}

TEST(HttpHandlers, MayReplyOnlyOnce) {
  TestServer server;
  RawClient client(server.port);
  client.send(ask_pending);
  const HttpReply reply = server.pending.next();
  reply(plain_text(200, "first"));
  reply(plain_text(200, "second"));
  EXPECT_EQ(client.receive().body, "first");
  reply(plain_text(200, "third"));
  EXPECT_EQ(client.get("/").body, "hello\n");
}

TEST(HttpHandlers, MayReplyAfterTheClientHasLeft) {
  TestServer server;
  std::optional<RawClient> client(std::in_place, server.port);
  client->send(ask_pending);
  const HttpReply reply = server.pending.next();
  client.reset();
  reply(plain_text(200, std::string(1 << 20, 'x')));
  EXPECT_EQ(RawClient(server.port).get("/").body, "hello\n");
}

TEST(HttpHandlers, MayReplyAfterTheServerHasGone) {
  HttpLimits limits = patient();
  limits.drain = 10ms;
  std::optional<TestServer> server(std::in_place, limits);
  RawClient client(server->port);
  client.send(ask_pending);
  const HttpReply reply = server->pending.next();
  server.reset();
  reply(plain_text(200, "too late"));
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpHandlers, CauseA503IfTheyNeverReply) {
  HttpLimits limits = patient();
  limits.handler = 50ms;
  TestServer server(limits);
  RawClient client(server.port);
  client.send(ask_pending);
  const HttpReply forgotten = server.pending.next();
  const Received response = client.receive();
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "This page was not ready within 50ms.\n");
  forgotten(plain_text(200, "too late"));
  EXPECT_EQ(client.get("/").body, "hello\n") << "the connection goes on, with the next answer";
}

HttpResponse provisional(std::string text) {
  HttpResponse response = plain_text(200, std::move(text));
  response.provisional_for = 20ms;
  return response;
}

TEST(HttpHandlers, SendAProvisionalReplyIfNoOtherFollows) {
  TestServer server(patient());
  server.pending.answer_with([] { return provisional("the half"); });
  RawClient client(server.port);
  client.send(ask_pending);
  EXPECT_EQ(client.receive().body, "the half");
  EXPECT_EQ(client.get("/").body, "hello\n");
}

TEST(ReplySlot, PrefersAReplyToAProvisionalOne) {
  int woken = 0;
  ReplySlot slot([&] { ++woken; });
  slot.put(provisional("the half"));
  EXPECT_FALSE(slot.has_reply());
  EXPECT_EQ(slot.provisional_for(), 20ms);
  slot.put(plain_text(200, "the whole"));
  slot.put(provisional("too late"));
  EXPECT_EQ(slot.close()->body, "the whole");
  EXPECT_EQ(woken, 1);
}

TEST(HttpHandlers, CauseA500IfTheyThrow) {
  TestServer server;
  RawClient client(server.port);
  EXPECT_EQ(client.get("/throws").status, 500);
  EXPECT_EQ(client.get("/").status, 200);
}

}  // namespace
}  // namespace peeringd::test
