// The outcomes of probes by HTTP response; transfers are tested in unit/http_client.
#include "probe/http_prober.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/captured_log.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"
#include "support/prober_bench.hpp"
#include "support/scripted_server.hpp"
#include "unit/probe/unsendable.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::Peer;
using test::ProberBench;
using test::ScriptedServer;
using EventType = test::ProbeEvent::Type;

ScriptedServer::Conversation answering(std::string response) {
  return [response](Peer& peer) {
    while (!peer.read_request().empty()) {
      if (!peer.write(response)) return;
    }
  };
}

HttpOptions options_for(const ScriptedServer& server) {
  HttpOptions options;
  options.tls = false;
  options.port = server.port();
  options.server_name = "edge.example";
  options.method = HttpMethod::get;
  return options;
}

LossReason loss_of(const HttpOptions& options) {
  ProberBench bench(options, {address("127.0.0.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"));
  EXPECT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::lost}));
  return bench.last().loss;
}

void expect_answer(const HttpOptions& options) {
  ProberBench bench(options, {address("127.0.0.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"), 77);
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::answered}));
  EXPECT_EQ(bench.last().number, 77U);
  EXPECT_GT(bench.last().round_trip, 0s);
}

TEST(HttpProber, AcceptsAnyStatusUnlessOneIsExpected) {
  const ScriptedServer server(answering("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"));
  HttpOptions options = options_for(server);
  expect_answer(options);
  options.expect_status = {200, 401};
  expect_answer(options);
  options.expect_status = {200, 301};
  EXPECT_EQ(loss_of(options), LossReason::status);
}

TEST(HttpProber, ComparesTheWholeBody) {
  const ScriptedServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody"));
  HttpOptions options = options_for(server);
  options.expect_body = ExpectedBody{ExpectedBody::How::exact, "body", {}};
  expect_answer(options);
  for (const char* other : {"bod", "body!", "Body", "x"}) {
    options.expect_body->text = other;
    EXPECT_EQ(loss_of(options), LossReason::body) << other;
  }
}

TEST(HttpProber, FindsAPartOfTheBody) {
  const ScriptedServer server(
      answering("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nstatus: ok\r\n"));
  HttpOptions options = options_for(server);
  for (const char* part : {"ok", "status: ok\r\n", "s"}) {
    options.expect_body = ExpectedBody{ExpectedBody::How::contains, part, {}};
    expect_answer(options);
  }
  for (const char* part : {"OK", "status: ok\r\n\r\n"}) {
    options.expect_body->text = part;
    EXPECT_EQ(loss_of(options), LossReason::body) << part;
  }
}

TEST(HttpProber, MatchesTheBodyWithAPattern) {
  const ScriptedServer server(answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nstatus: ok"));
  HttpOptions options = options_for(server);
  for (const char* pattern : {"ok", "^status: (ok|fine)$", "(?i)STATUS"}) {
    options.expect_body =
        ExpectedBody{ExpectedBody::How::matches, {}, Pattern::compile(pattern).value()};
    expect_answer(options);
  }
  for (const char* pattern : {"^ok", "statu:", "OK"}) {
    options.expect_body->pattern = Pattern::compile(pattern).value();
    EXPECT_EQ(loss_of(options), LossReason::body) << pattern;
  }
}

TEST(HttpProber, LogsAnUnexpectedBodyOnce) {
  const ScriptedServer server(
      answering("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n<b>log in\x1b[2J\n\"" +
                std::string(300, 'x')));
  HttpOptions options = options_for(server);
  options.expect_body = ExpectedBody{ExpectedBody::How::contains, "Connect", {}};
  ProberBench bench(options, {address("127.0.0.1"), {}, {}, 0});
  test::capture_log();
  for (int i = 0; i < 3; ++i) {
    bench.probe(address("127.0.0.1"));
    EXPECT_TRUE(bench.until_recorded(EventType::lost, static_cast<std::size_t>(i) + 1));
  }
  const std::string lines = test::captured_log();
  EXPECT_NE(lines.find("lost: edge.example at 127.0.0.1, requested from 127.0.0.1, answered with a "
                       "different body: \"<b>log in\\x1b[2J\\n\\\"xxx"),
            std::string::npos)
      << lines;
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1) << lines;
  EXPECT_LT(lines.size(), 300U) << lines;
}

TEST(HttpProber, DistinguishesFailures) {
  const ScriptedServer silent([](Peer& peer) { peer.read_request(); });
  EXPECT_EQ(loss_of(options_for(silent)), LossReason::reset);
  const ScriptedServer absent([](Peer&) {});
  HttpOptions secure = options_for(absent);
  secure.tls = true;
  EXPECT_EQ(loss_of(secure), LossReason::tls);
  const ScriptedServer other([](Peer& peer) {
    peer.read_request();
    peer.write("220 mail.example ESMTP\r\n");
    peer.wait_for_end();
  });
  EXPECT_EQ(loss_of(options_for(other)), LossReason::status);
  const test::ClosedPort closed(address("127.0.0.1"));
  HttpOptions refused = options_for(silent);
  refused.port = closed.port;
  EXPECT_EQ(loss_of(refused), LossReason::refused);
}

TEST(HttpProber, ReportsObservationsOfUnexpectedAnswersToo) {
  const ScriptedServer server(
      answering("HTTP/1.1 503 Busy\r\nX-MSEdge-Ref: here\r\nContent-Length: 0\r\n\r\n"));
  HttpOptions options = options_for(server);
  options.expect_status = {200};
  ProberBench bench(options, {address("127.0.0.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"));
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  ASSERT_EQ(bench.listener.observations.size(), 1U);
  const auto& exchange = std::get<HttpExchange>(bench.listener.observations[0]);
  EXPECT_EQ(exchange.status, 503);
  EXPECT_EQ(exchange.http_version, "1.1");
  const std::vector<ResponseHeader> headers{{"X-MSEdge-Ref", "here"}};
  EXPECT_EQ(exchange.edge_headers, headers);
  EXPECT_TRUE(exchange.phases[static_cast<std::size_t>(HttpPhase::connect)]);
  EXPECT_FALSE(exchange.phases[static_cast<std::size_t>(HttpPhase::tls)]);
}

Answerer answerer_of(const HttpOptions& options) {
  ProberBench bench(options, {address("127.0.0.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"));
  EXPECT_TRUE(bench.until_observed());
  return std::get<HttpExchange>(bench.listener.observations.at(0)).answerer;
}

TEST(HttpProber, TellsFromAnExpectedAnswerWhoSentIt) {
  const auto answer_with = [](const char* status) {
    return answering(std::string("HTTP/1.1 ") + status + " x\r\nContent-Length: 0\r\n\r\n");
  };
  const ScriptedServer host(answer_with("200"));
  const ScriptedServer portal(answer_with("302"));
  const ScriptedServer modern_portal(answer_with("511"));
  const ScriptedServer faulty(answer_with("503"));
  const auto answerer = [](const ScriptedServer& server) {
    HttpOptions options = options_for(server);
    EXPECT_EQ(answerer_of(options), Answerer::unproven) << "any status is expected";
    options.expect_status = {200};
    return answerer_of(options);
  };
  EXPECT_EQ(answerer(host), Answerer::host);
  EXPECT_EQ(answerer(portal), Answerer::other);
  EXPECT_EQ(answerer(modern_portal), Answerer::other);
  EXPECT_EQ(answerer(faulty), Answerer::doubtful);
}

TEST(HttpProber, TellsFromTheCertificateWhoAnswered) {
  const test::Identity portal = test::make_identity("portal.example", std::chrono::hours{48});
  const ScriptedServer server([&](Peer& peer) {
    if (peer.secure(portal)) peer.read_request();
  });
  HttpOptions options = options_for(server);
  options.tls = true;
  EXPECT_EQ(answerer_of(options), Answerer::other);
  options.verify = false;
  EXPECT_EQ(answerer_of(options), Answerer::unproven);
}

TEST(HttpProber, ReportsThatNothingWasSent) {
  HttpOptions options;
  options.server_name = "edge.example";
  ProberBench bench(options, {address("192.0.2.1"), {}, {}, 0});
  bench.probe(address("127.0.0.1"));
  EXPECT_TRUE(bench.recorded({EventType::not_sent}));
  EXPECT_EQ(bench.last().error, ErrorReason::source);
}

std::string request_without_a_port_or_a_permitted_route() {
  return test::probe_without_a_port_or_a_permitted_route([](std::uint16_t port) {
    HttpOptions options;
    options.tls = false;
    options.port = port;
    return options;
  });
}

TEST(HttpProber, ReportsFullQueuesAndFirewallsAsOtherErrors) {
  SUCCEEDS_IN_A_NAMESPACE(request_without_a_port_or_a_permitted_route);
}

TEST(HttpProber, ReportsASourceThatIsNotLocal) {
  ProberBench bench(HttpOptions{}, {address("203.0.113.10"), {}, {}, 0});
  bench.start(address("127.0.0.1"));
  ASSERT_TRUE(bench.recorded({EventType::not_sent}));
  EXPECT_EQ(bench.last().error, ErrorReason::source);
}

}  // namespace
}  // namespace peeringd
