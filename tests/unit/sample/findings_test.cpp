#include "sample/findings.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr MonotonicTime now{100s};

void add_ref(HttpExchange& exchange, const char* node) {
  exchange.edge_headers.push_back(
      {"X-MSEdge-Ref", std::string("Ref A: 0123456789ABCDEF0123456789ABCDEF Ref B: ") + node +
                           " Ref C: 2026-01-02T03:04:05Z"});
}

HttpExchange answered_by(const char* node) {
  HttpExchange exchange;
  exchange.status = 200;
  add_ref(exchange, node);
  return exchange;
}

TEST(Findings, NameThePopOfTheLastResponse) {
  Findings findings;
  EXPECT_FALSE(enter_observation(findings, answered_by("AMSEDGE0312"), now));
  ASSERT_TRUE(findings.pop);
  EXPECT_EQ(findings.pop->pop.code, "AMS");
  EXPECT_EQ(findings.pop_changes, 0U);
}

TEST(Findings, CountAndTellAChangeOfPop) {
  Findings findings;
  enter_observation(findings, answered_by("AMSEDGE0312"), now);
  enter_observation(findings, answered_by("AMSEDGE0313"), now);
  EXPECT_EQ(findings.pop_changes, 0U);
  const auto previous = enter_observation(findings, answered_by("LON04EDGE0411"), now);
  ASSERT_TRUE(previous);
  EXPECT_EQ(previous->code, "AMS");
  EXPECT_EQ(findings.pop->pop.code, "LON");
  EXPECT_EQ(findings.pop_changes, 1U);
}

TEST(Findings, KeepThePopWhenAResponseNamesNone) {
  Findings findings;
  enter_observation(findings, answered_by("AMSEDGE0312"), now);
  EXPECT_FALSE(enter_observation(findings, HttpExchange{}, now + 1s));
  EXPECT_EQ(findings.pop->pop.code, "AMS");
  EXPECT_EQ(findings.pop->at, now);
}

TEST(Findings, NameNoPopWhenAHeaderIsThereTwiceAndDisagrees) {
  Findings findings;
  HttpExchange exchange = answered_by("ATL33EDGE0312");
  add_ref(exchange, "HKG20EDGE0101");
  enter_observation(findings, exchange, now);
  EXPECT_FALSE(findings.pop);
  exchange = answered_by("ATL33EDGE0312");
  exchange.edge_headers.push_back({"X-MSEdge-Ref", ""});  // one that was too long to be kept
  enter_observation(findings, exchange, now);
  EXPECT_FALSE(findings.pop);
}

TEST(Findings, KeepNoHeadersOfTheLastExchange) {
  Findings findings;
  enter_observation(findings, answered_by("AMSEDGE0312"), now);
  EXPECT_TRUE(findings.last_exchange->edge_headers.empty());
}

TEST(Findings, SumUpThePhasesThatAnExchangeCameTo) {
  Findings findings;
  HttpExchange exchange;
  exchange.phases[0] = 10ms;
  enter_observation(findings, exchange, now);
  exchange.phases[0] = 12ms;
  exchange.phases[1] = 20ms;
  enter_observation(findings, exchange, now);
  EXPECT_EQ(findings.phases[0].count, 2U);
  EXPECT_EQ(findings.phases[0].sum, 22ms);
  EXPECT_EQ(findings.phases[1].count, 1U);
  EXPECT_EQ(findings.phases[2].count, 0U);
}

TEST(Findings, KeepFromWhereTheFarSideSawTheProbeLast) {
  Findings findings;
  const auto address = boost::asio::ip::make_address("203.0.113.10");
  enter_observation(findings, SeenSource{address}, now);
  ASSERT_TRUE(findings.seen_from);
  EXPECT_EQ(findings.seen_from->address, address);
  EXPECT_EQ(findings.seen_from->at, now);
}

}  // namespace
}  // namespace peeringd
