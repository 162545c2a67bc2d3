// Requests that are not for this server, over a real connection.
#include <gtest/gtest.h>

#include "test_server.hpp"

namespace peeringd::test {
namespace {

HttpSetup guarded(std::vector<std::string> names = {}) {
  HttpSetup setup;
  setup.web.hosts = std::move(names);
  setup.guard_loopback = true;
  return setup;
}

Received answer_to(const TestServer& server, const std::string& request) {
  RawClient client(server.port);
  client.send(request + "\r\n\r\n");
  return client.receive();
}

TEST(HttpHosts, AcceptsLoopbackHostsOnALoopbackListener) {
  TestServer server(patient(), guarded());
  const Received refused = answer_to(server, "GET / HTTP/1.1\r\nHost: evil.example");
  EXPECT_EQ(refused.status_line, "HTTP/1.1 421 Misdirected Request");
  EXPECT_NE(refused.body.find("web.hosts"), std::string::npos);
  EXPECT_EQ(answer_to(server, "GET / HTTP/1.1\r\nHost: localhost:8075").status, 200);
  EXPECT_EQ(answer_to(server, "GET http://evil.example/ HTTP/1.1\r\nHost: localhost").status, 421);
  EXPECT_EQ(answer_to(server, "GET / HTTP/1.0").status, 200);
}

TEST(HttpHosts, AcceptsTheConfiguredNames) {
  TestServer server(patient(), guarded({"mon.example"}));
  EXPECT_EQ(answer_to(server, "GET / HTTP/1.1\r\nHost: mon.example").status, 200);
  EXPECT_EQ(answer_to(server, "GET / HTTP/1.1\r\nHost: other.example").status, 421);
}

TEST(HttpHosts, RejectsChangesByAPageOfAnotherSite) {
  TestServer server(patient(), guarded());
  const std::string post = "POST /post HTTP/1.1\r\nHost: localhost\r\n";
  EXPECT_EQ(answer_to(server, post + "Sec-Fetch-Site: cross-site").status, 403);
  EXPECT_EQ(answer_to(server, post + "Origin: https://evil.example").status, 403);
  EXPECT_EQ(
      answer_to(server, post + "Origin: http://localhost\r\nSec-Fetch-Site: same-origin").status,
      200);
  EXPECT_EQ(
      answer_to(server, "GET / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site").status,
      200);
}

}  // namespace
}  // namespace peeringd::test
