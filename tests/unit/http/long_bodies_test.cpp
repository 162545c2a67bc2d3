// Bodies that are rendered and sent in pieces.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "gunzip.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

constexpr std::size_t line_size = 64;
constexpr std::size_t piece_lines = 1000;

// Line `number`; every line differs, so that the tests notice a lost or repeated piece.
std::string line(std::size_t number) {
  std::string text = std::to_string(number);
  text.resize(line_size - 1, '.');
  return text + '\n';
}

std::string lines(std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t number = first; number < last; ++number) text += line(number);
  return text;
}

/// A body of `count` pieces; `end` returns the one after the last.
HttpResponse in_pieces(
    std::size_t pieces, std::function<std::string()> end = [] { return std::string(); }) {
  HttpResponse response = plain_text(200, "");
  response.next_piece = [pieces, end, given = std::size_t{0}]() mutable {
    if (given == pieces) return end();
    ++given;
    return lines((given - 1) * piece_lines, given * piece_lines);
  };
  return response;
}

std::string throws() {
  throw std::runtime_error("on purpose");
}

constexpr std::string_view ask = "GET /pending HTTP/1.1\r\nHost: test\r\n\r\n";
constexpr std::string_view ask_packed =
    "GET /pending HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n";
constexpr std::size_t some = 200;  // pieces: 13 MB

// Requests `/pending` by `request`, and answers with `response`.
void exchange(TestServer& server, const RawClient& client, std::string_view request,
              HttpResponse response) {
  client.send(request);
  server.pending.next()(std::move(response));
}

TEST(LongBodies, ArriveCompleteAndInOrder) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, ask, in_pieces(some));
  const Received response = client.receive();
  EXPECT_EQ(response.fields.at("transfer-encoding"), "chunked");
  EXPECT_EQ(response.fields.count("content-length"), 0U);
  EXPECT_TRUE(response.body == lines(0, some * piece_lines));
  EXPECT_EQ(client.get("/").body, "hello\n") << "the connection must stay open";
}

TEST(LongBodies, AreCompressedPieceByPiece) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, ask_packed, in_pieces(some));
  const Received response = client.receive();
  EXPECT_EQ(response.fields.at("content-encoding"), "gzip");
  EXPECT_TRUE(gunzip(response.body) == lines(0, some * piece_lines));
  EXPECT_EQ(client.get("/").body, "hello\n") << "the connection must stay open";
}

TEST(LongBodies, HaveAContentLengthIfTheyHaveFewPieces) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, ask, in_pieces(2));
  const Received response = client.receive();
  EXPECT_EQ(response.fields.at("content-length"), std::to_string(2 * piece_lines * line_size));
  EXPECT_TRUE(response.body == lines(0, 2 * piece_lines));
}

TEST(LongBodies, EndWithTheConnectionInHttp10) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, "GET /pending HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
           in_pieces(some));
  const std::string response = client.receive_rest();
  const std::string header = response.substr(0, response.find("\r\n\r\n") + 4);
  EXPECT_EQ(header.find("Transfer-Encoding"), std::string::npos);
  EXPECT_EQ(header.find("keep-alive"), std::string::npos);
  EXPECT_TRUE(response.substr(header.size()) == lines(0, some * piece_lines));
}

TEST(LongBodies, AnswerHeadWithTheHeaderAlone) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, "HEAD /pending HTTP/1.1\r\nHost: test\r\n\r\n", in_pieces(some));
  EXPECT_EQ(client.receive(true).fields.at("transfer-encoding"), "chunked");
  EXPECT_EQ(client.get("/").body, "hello\n") << "the next response must follow the header directly";
}

TEST(LongBodies, CauseA500IfTheFirstPieceFails) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, ask, in_pieces(1, throws));
  EXPECT_EQ(client.receive().status, 500);
  EXPECT_EQ(client.get("/").status, 200);
}

TEST(LongBodies, AreTruncatedIfALaterPieceFails) {
  TestServer server;
  RawClient client(server.port);
  exchange(server, client, ask, in_pieces(some, throws));
  EXPECT_THROW(client.receive(), std::runtime_error);
  EXPECT_EQ(RawClient(server.port).get("/").status, 200);
}

TEST(LongBodies, AreMadeNoFasterThanTheyAreRead) {
  TestServer server;
  RawClient slow(server.port, 4096);
  const auto made = std::make_shared<std::atomic<std::size_t>>(0);
  HttpResponse response = plain_text(200, "");
  response.next_piece = [made] {
    ++*made;
    return lines(0, piece_lines);
  };
  exchange(server, slow, ask, std::move(response));
  RawClient other(server.port);
  std::size_t before = 0;
  do {  // until another client's requests no longer observe it
    before = *made;
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(other.get("/").body, "hello\n");
  } while (*made != before);
  EXPECT_LT(*made * piece_lines * line_size, std::size_t{64} << 20);
}

TEST(LongBodies, AreAbandonedIfTheClientDoesNotReadThem) {
  HttpLimits limits = patient();
  limits.long_write = 50ms;
  limits.connections = 1;
  TestServer server(limits);
  RawClient client(server.port, 4096);
  exchange(server, client, ask, in_pieces(1'000'000));
  // The only place becomes free only when the first connection has been closed.
  EXPECT_EQ(RawClient(server.port).get("/").body, "hello\n");
}

TEST(LongBodies, AreRejectedIfTooManyAreInProgress) {
  HttpLimits limits = patient();
  limits.long_bodies = 1;
  TestServer server(limits);
  std::optional<RawClient> slow(std::in_place, server.port, 4096);
  exchange(server, *slow, ask, in_pieces(1'000'000));
  RawClient next(server.port);
  exchange(server, next, ask, in_pieces(some));
  EXPECT_EQ(next.receive().status, 503);
  exchange(server, next, ask, in_pieces(2));
  EXPECT_EQ(next.receive().status, 200) << "short ones have no limit";

  slow.reset();
  int status = 503;
  while (status == 503) {  // until the server has detected the end of the slow one
    exchange(server, next, ask, in_pieces(some));
    status = next.receive().status;
  }
  EXPECT_EQ(status, 200);
}

TEST(LongBodies, AreReplacedIfTheirClientDoesNotRead) {
  HttpLimits limits = patient();
  limits.long_bodies = 1;
  limits.slow_after = 50ms;
  limits.long_body_wait = 1h;
  TestServer server(limits);
  RawClient slow(server.port, 4096);
  exchange(server, slow, ask, in_pieces(1'000'000));
  // If the slow client has not been slow for long enough yet, the server asks the handler again.
  server.pending.answer_with([] { return in_pieces(some); });
  RawClient next(server.port);
  next.send(ask);
  const Received response = next.receive();
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.body == lines(0, some * piece_lines));
}

}  // namespace
}  // namespace peeringd::test
