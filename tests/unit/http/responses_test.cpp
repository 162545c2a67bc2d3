// Requests and their responses, over a real connection.
#include <gmock/gmock.h>

#include "gunzip.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(HttpResponses, HaveTheBodyOfTheHandler) {
  TestServer server;
  RawClient client(server.port);
  const Received response = client.get("/");
  EXPECT_EQ(response.status_line, "HTTP/1.1 200 OK");
  EXPECT_EQ(response.fields.at("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(response.body, "hello\n");
}

TEST(HttpResponses, DependOnPathAndQuery) {
  TestServer server;
  RawClient client(server.port);
  EXPECT_EQ(client.get("/echo?a=b").body, "GET /echo a=b");
}

TEST(HttpResponses, HaveTheHeadersOfTheirRouteUnlessTheyAreErrors) {
  TestServer server;
  RawClient client(server.port);
  const Received good = client.get("/status/200");
  EXPECT_EQ(good.fields.at("cache-control"), "max-age=60");
  EXPECT_EQ(good.fields.at("x-route"), "its own");
  EXPECT_THAT(good.fields.at("content-security-policy"), HasSubstr("default-src 'none'"));
  const Received bad = client.get("/status/503");
  EXPECT_EQ(bad.status, 503);
  EXPECT_EQ(bad.fields.at("cache-control"), "no-store");
  EXPECT_EQ(bad.fields.count("x-route"), 0U);
}

TEST(HttpResponses, RefuseAnInvalidPathAndKeepTheConnection) {
  TestServer server;
  RawClient client(server.port);
  EXPECT_EQ(client.get("/status/%zz").status, 400);
  EXPECT_EQ(client.get("/status/%32%30%30").status, 200);
}

TEST(HttpResponses, CompressLargeBodiesForClientsThatAcceptGzip) {
  TestServer server;
  RawClient client(server.port);
  const Received packed = client.get("/big", "Accept-Encoding: deflate, gzip;q=0.5\r\n");
  EXPECT_EQ(packed.fields.at("content-encoding"), "gzip");
  EXPECT_EQ(packed.fields.at("vary"), "Accept-Encoding");
  const Received plain = client.get("/big", "Accept-Encoding: gzip;q=0\r\n");
  EXPECT_EQ(plain.fields.count("content-encoding"), 0U);
  EXPECT_EQ(plain.body.size(), 4U << 20);
  EXPECT_EQ(gunzip(packed.body), plain.body);
}

TEST(HttpResponses, AnswerHeadWithTheLengthOfTheBodyAndWithoutIt) {
  TestServer server;
  RawClient client(server.port);
  client.send("HEAD /big HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(client.receive(true).fields.at("content-length"), std::to_string(4 << 20));
  EXPECT_EQ(client.get("/").body, "hello\n") << "the next response must follow the header directly";
}

TEST(HttpResponses, KeepTheConnectionThrough404And405) {
  TestServer server;
  RawClient client(server.port);
  EXPECT_EQ(client.get("/nowhere").status, 404);
  client.send("DELETE / HTTP/1.1\r\nHost: test\r\n\r\n");
  const Received response = client.receive();
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.fields.at("allow"), "GET, HEAD");
  EXPECT_EQ(client.get("/").status, 200);
}

TEST(HttpResponses, RefuseMalformedRequestsAndClose) {
  TestServer server;
  RawClient client(server.port);
  client.send("what is this?\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n");
  const Received response = client.receive();
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpResponses, RefuseALongHeaderAndDeliverTheRefusal) {
  TestServer server;
  RawClient client(server.port);
  client.send("GET / HTTP/1.1\r\nHost: test\r\nX: " + std::string(100'000, 'x'));
  EXPECT_EQ(client.receive().status, 431);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpResponses, RefuseABodyAndDeliverTheRefusal) {
  TestServer server;
  RawClient client(server.port);
  client.send("GET / HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n" +
              std::string(100'000, 'x'));
  EXPECT_EQ(client.receive().status, 413);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpResponses, AcceptAPostWithoutABody) {
  TestServer server;
  RawClient client(server.port);
  client.send("POST /post HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(client.receive().body, "posted\n");
}

TEST(HttpResponses, ServeManyRequestsOnOneConnection) {
  TestServer server;
  RawClient client(server.port);
  for (int i = 0; i < 100; ++i) ASSERT_EQ(client.get("/").body, "hello\n");
}

TEST(HttpResponses, ServePipelinedRequestsInTheirOrder) {
  TestServer server;
  RawClient client(server.port);
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    requests += "GET /echo?" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\n\r\n";
  }
  client.send(requests);
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(client.receive().body, "GET /echo " + std::to_string(i));
  }
}

TEST(HttpResponses, CloseIfTheClientRequestsIt) {
  TestServer server;
  RawClient client(server.port);
  EXPECT_EQ(client.get("/", "Connection: close\r\n").fields.at("connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpResponses, SupportHttp10) {
  TestServer server;
  RawClient client(server.port);
  client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const Received response = client.receive();
  EXPECT_EQ(response.status_line, "HTTP/1.0 200 OK");
  EXPECT_EQ(response.fields.at("connection"), "keep-alive");
  client.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.receive_rest(), EndsWith("\r\n\r\nhello\n"));
}

TEST(HttpResponses, AnswerAClientThatHasFinishedSending) {
  TestServer server;
  RawClient client(server.port);
  client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  client.finish_sending();
  EXPECT_THAT(client.receive_rest(), HasSubstr("hello\n"));
}

TEST(HttpResponses, AcceptAnEmptyChunkedBodyHoweverItIsSplit) {
  TestServer server;
  RawClient client(server.port);
  const std::string header =
      "POST /post HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
  client.send(header + "0\r\n\r\n" + header + "0");
  EXPECT_EQ(client.receive().body, "posted\n");
  client.send("\r\n\r\n");
  EXPECT_EQ(client.receive().body, "posted\n") << "the connection must stay open";
  client.send(header + "1\r\nx\r\n0\r\n\r\n");
  EXPECT_EQ(client.receive().status, 413);
}

}  // namespace
}  // namespace peeringd::test
