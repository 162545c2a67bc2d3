#include "sample/observation_recorder.hpp"

#include <gtest/gtest.h>

#include <set>

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

// The PoP that was confirmed before, if this observation changes it.
std::optional<EdgePop> record(ObservationRecorder& recorder, const Observation& observation,
                              MonotonicTime at) {
  const TargetObservations before = recorder.observed();
  recorder.record(observation, at);
  if (recorder.observed().pop_changes == before.pop_changes) return std::nullopt;
  return before.pop->pop;
}

// `count` responses of that node, one per second. Returns the change by the last one.
std::optional<EdgePop> answer(ObservationRecorder& recorder, const std::string& node,
                              int count = 1) {
  std::optional<EdgePop> previous;
  for (int i = 0; i < count; ++i) {
    previous = record(recorder, answered_by(node.c_str()), now + i * 1s);
  }
  return previous;
}

// Three letters, another three for each number.
std::string code_of(int number) {
  const auto letter = [](int n) { return static_cast<char>('A' + n % 26); };
  return {letter(number), letter(number / 26), 'X'};
}

IpAddress address_of(int number) {
  return boost::asio::ip::address_v4(0xC0000200U + static_cast<unsigned>(number));
}

TEST(ObservationRecorder, CountsWhoAnswered) {
  ObservationRecorder recorder;
  HttpExchange exchange;
  for (const Answerer answerer :
       {Answerer::host, Answerer::doubtful, Answerer::other, Answerer::unproven, Answerer::host}) {
    exchange.answerer = answerer;
    recorder.record(exchange, now);
  }
  EXPECT_EQ(recorder.observed().answers_of_host, 2U);
  EXPECT_EQ(recorder.observed().doubtful_answers, 1U);
  ObservationRecorder next;
  next.continue_counters(recorder.observed());
  EXPECT_EQ(next.observed().answers_of_host, 2U);
  EXPECT_EQ(next.observed().doubtful_answers, 1U);
}

TEST(ObservationRecorder, ConfirmsAPopAfterThreeResponses) {
  ObservationRecorder recorder;
  EXPECT_FALSE(answer(recorder, "AMSEDGE0312", 2));
  EXPECT_FALSE(recorder.observed().pop);
  EXPECT_EQ(recorder.observed().unconfirmed_pops, 2U);
  ASSERT_TRUE(recorder.observed().last_pop);
  EXPECT_EQ(recorder.observed().last_pop->pop.code, "AMS");
  answer(recorder, "AMSEDGE0312");
  ASSERT_TRUE(recorder.observed().pop);
  EXPECT_EQ(recorder.observed().pop->pop.code, "AMS");
  EXPECT_EQ(recorder.observed().pop_changes, 0U);
  EXPECT_EQ(recorder.observed().unconfirmed_pops, 2U);
}

TEST(ObservationRecorder, CountsAndReturnsAChangeOfPopOnceItIsConfirmed) {
  ObservationRecorder recorder;
  answer(recorder, "AMSEDGE0312", 3);
  answer(recorder, "AMSEDGE0313", 3);
  EXPECT_EQ(recorder.observed().pop_changes, 0U);
  EXPECT_FALSE(answer(recorder, "LON04EDGE0411", 2));
  EXPECT_EQ(recorder.observed().pop->pop.code, "AMS");
  const auto previous = answer(recorder, "LON04EDGE0411");
  ASSERT_TRUE(previous);
  EXPECT_EQ(previous->code, "AMS");
  EXPECT_EQ(recorder.observed().pop->pop.code, "LON");
  EXPECT_EQ(recorder.observed().pop->pop.site, "04");
  EXPECT_EQ(recorder.observed().pop_changes, 1U);
  EXPECT_TRUE(answer(recorder, "AMSEDGE0312")) << "it was confirmed before";
}

TEST(ObservationRecorder, FollowsTwoAlternatingPops) {
  ObservationRecorder recorder;
  for (int i = 0; i < 3; ++i) {
    answer(recorder, "AMSEDGE0312");
    answer(recorder, "FRA26EDGE0411");
  }
  EXPECT_EQ(recorder.observed().pop->pop.code, "FRA");
  answer(recorder, "AMSEDGE0312");
  EXPECT_EQ(recorder.observed().pop->pop.code, "AMS");
}

TEST(ObservationRecorder, ConfirmsThePopWithoutSiteWhenSitesAlternate) {
  ObservationRecorder recorder;
  for (int site = 10; site < 40; ++site)
    answer(recorder, "AMS" + std::to_string(site) + "EDGE0411");
  ASSERT_TRUE(recorder.observed().pop);
  EXPECT_EQ(recorder.observed().pop->pop, (EdgePop{"AMS", "", "x-msedge-ref"}));
  answer(recorder, "AMS04EDGE0411", 3);
  EXPECT_EQ(recorder.observed().pop->pop.site, "04");
}

TEST(ObservationRecorder, ConfirmsNoPopThatIsNamedOnce) {
  ObservationRecorder recorder;
  answer(recorder, "AMSEDGE0312", 3);
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(answer(recorder, code_of(i) + "EDGE0312"));
  EXPECT_EQ(recorder.observed().pop->pop.code, "AMS");
  EXPECT_EQ(recorder.observed().pop_changes, 0U);
  EXPECT_EQ(recorder.observed().unconfirmed_pops, 102U);
}

TEST(ObservationRecorder, KeepsThePopWhenAResponseNamesNone) {
  ObservationRecorder recorder;
  answer(recorder, "AMSEDGE0312", 3);
  EXPECT_FALSE(record(recorder, HttpExchange{}, now + 5s));
  EXPECT_EQ(recorder.observed().pop->pop.code, "AMS");
  EXPECT_EQ(recorder.observed().pop->at, now + 2s);
}

TEST(ObservationRecorder, ReportsNoPopWhenAHeaderIsRepeatedAndDisagrees) {
  ObservationRecorder recorder;
  HttpExchange exchange = answered_by("ATL33EDGE0312");
  add_ref(exchange, "HKG20EDGE0101");
  for (int i = 0; i < 3; ++i) recorder.record(exchange, now);
  exchange = answered_by("ATL33EDGE0312");
  exchange.edge_headers.push_back({"X-MSEdge-Ref", ""});  // one that was too long to be kept
  for (int i = 0; i < 3; ++i) recorder.record(exchange, now);
  EXPECT_FALSE(recorder.observed().pop);
  EXPECT_FALSE(recorder.observed().last_pop);
}

TEST(ObservationRecorder, KeepsNoHeadersOfTheLastExchange) {
  ObservationRecorder recorder;
  recorder.record(answered_by("AMSEDGE0312"), now);
  EXPECT_TRUE(recorder.observed().last_exchange->edge_headers.empty());
}

TEST(ObservationRecorder, SumsUpTheCompletedPhases) {
  ObservationRecorder recorder;
  const TargetObservations& observations = recorder.observed();
  HttpExchange exchange;
  exchange.phases[0] = 10ms;
  recorder.record(exchange, now);
  exchange.phases[0] = 12ms;
  exchange.phases[1] = 20ms;
  recorder.record(exchange, now);
  EXPECT_EQ(observations.phases[0].count, 2U);
  EXPECT_EQ(observations.phases[0].sum, 22ms);
  EXPECT_EQ(observations.phases[1].count, 1U);
  EXPECT_EQ(observations.phases[2].count, 0U);
}

TEST(ObservationRecorder, ConfirmsTheAddressThatThreeAnswersReport) {
  ObservationRecorder recorder;
  const IpAddress address = address_of(1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(recorder.observed().seen_from);
    recorder.record(SeenSource{address}, now);
    EXPECT_EQ(recorder.observed().last_seen_from->address, address);
  }
  ASSERT_TRUE(recorder.observed().seen_from);
  EXPECT_EQ(recorder.observed().seen_from->address, address);
  EXPECT_EQ(recorder.observed().seen_from->at, now);
  recorder.record(SeenSource{address_of(2)}, now + 1s);
  EXPECT_EQ(recorder.observed().seen_from->address, address) << "one answer may lie";
  EXPECT_EQ(recorder.observed().unconfirmed_addresses, 3U);
}

// A server that reports each address three times, so that each could be confirmed.
TEST(ObservationRecorder, ConfirmsAtMostEightAddressesInAnHour) {
  ObservationRecorder recorder;
  std::set<IpAddress> believed;
  const auto lie = [&](MonotonicTime from) {
    for (int i = 0; i < 100; ++i) {
      for (int answer = 0; answer < 3; ++answer) {
        recorder.record(SeenSource{address_of(i)}, from + i * 1s);
        const auto& seen = recorder.observed().seen_from;
        if (seen && seen->at == from + i * 1s) believed.insert(seen->address);
      }
    }
  };
  lie(now);
  EXPECT_EQ(believed.size(), 8U);
  believed.clear();
  lie(now + 50min);
  EXPECT_EQ(believed.size(), 8U) << "the same";
}

TEST(ObservationRecorder, ConfirmsANewAddressAnHourAfterTheLastReportOfAnOldOne) {
  ObservationRecorder recorder;
  const auto report = [&](int address, MonotonicTime at) {
    for (int i = 0; i < 3; ++i) recorder.record(SeenSource{address_of(address)}, at);
    return recorder.observed().seen_from->address == address_of(address);
  };
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(report(i, now + i * 1s));
  EXPECT_FALSE(report(8, now + 59min));
  EXPECT_TRUE(report(8, now + 60min));
  EXPECT_FALSE(report(9, now + 60min)) << "the second oldest was reported a second later";
}

}  // namespace
}  // namespace peeringd
