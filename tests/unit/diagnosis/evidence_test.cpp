#include "diagnosis/evidence.hpp"

#include <gtest/gtest.h>

#include <array>

#include "rollup/roll_up.hpp"
#include "support/addresses.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

constexpr MonotonicTime failed_at{1h - 20s};

AccessLine healthy_line(const char* interface) {
  AccessLine line;
  line.interface = interface;
  line.interface_exists = line.enabled = line.carrier = line.address = line.route = true;
  return line;
}

std::shared_ptr<const PathTrace> path(MonotonicTime ended_at,
                                      std::vector<std::optional<IpAddress>> hops) {
  PathTrace trace;
  trace.hops = std::move(hops);
  trace.ended_at = ended_at;
  return std::make_shared<const PathTrace>(std::move(trace));
}

// Two prefixes, each by a line of its own, that share the endpoints `teams` and `office`.
class EvidenceTest : public ::testing::Test {
 protected:
  EvidenceTest() {
    ConnectionConfig both =
        connection("seattle", {prefix("203.0.113.0/24"), prefix("198.51.100.0/24")});
    both.endpoints = {0, 1};
    snapshot_ = blank_snapshot(config({endpoint("teams", "teams.example", {icmp_probe()}),
                                       endpoint("office", "office.example", {icmp_probe()})},
                                      {both}));
    rollup_ = roll_up(snapshot_);
    reach_.prefixes = {{.reach = Reach::up, .since = failed_at},
                       {.reach = Reach::up, .since = failed_at}};
    reach_.paths.resize(4, {.since = failed_at});
  }

  // The evidence about the first prefix; the paths are a/teams, a/office, b/teams, b/office. A
  // prefix whose paths are all silent is down, unless it has no source.
  Evidence evidence(std::array<bool, 4> answering) {
    for (std::size_t i = 0; i < answering.size(); ++i) {
      reach_.paths[i].down = !answering[i];
      reach_.paths[i].last_answer = answering[i] ? now_ : failed_at;
    }
    for (std::size_t p : {0U, 1U}) {
      Reach& reach = reach_.prefixes[p].reach;
      if (reach == Reach::up && !answering[2 * p] && !answering[2 * p + 1]) reach = Reach::down;
    }
    return evidence_of({snapshot_, rollup_, reach_, lines_, traces_}, 0);
  }

  MonotonicTime now_ = failed_at + 19s;
  Snapshot snapshot_;
  Rollup rollup_;
  ReachReport reach_;
  std::vector<PrefixTraces> traces_ = std::vector<PrefixTraces>(2);
  std::vector<AccessLine> lines_{healthy_line("isp-a"), healthy_line("isp-b")};
};

TEST_F(EvidenceTest, UsesTheStateOfTheAccessLine) {
  lines_[0].carrier = false;
  const Evidence found = evidence({false, false, true, true});
  EXPECT_EQ(found.interface, "isp-a");
  EXPECT_EQ(found.enabled, true);
  EXPECT_EQ(found.carrier, false);
}

TEST_F(EvidenceTest, HasNoStateOfAnAccessLineThatWasNotRead) {
  lines_.clear();
  const Evidence found = evidence({false, false, true, true});
  EXPECT_EQ(found.carrier, std::nullopt);
  EXPECT_EQ(found.other_prefixes_reach, true);
}

TEST_F(EvidenceTest, UsesOnlyRecentAnswersOfTheGateway) {
  lines_[0].next_hop_resolved = true;
  lines_[0].next_hop_heard_at = failed_at + 5s;
  EXPECT_EQ(evidence({false, false, true, true}).gateway_answers, std::nullopt);
  lines_[0].next_hop_heard_at = failed_at + 15s;
  EXPECT_EQ(evidence({false, false, true, true}).gateway_answers, true);
  lines_[0].next_hop_resolved = false;
  EXPECT_EQ(evidence({false, false, true, true}).gateway_answers, false);
}

TEST_F(EvidenceTest, HasNoSilentEndpointsWhereSomebodyElseAnswers) {
  reach_.prefixes[1].reach = Reach::down;
  reach_.prefixes[1].problem = "certificate of a is not that of b";
  EXPECT_EQ(evidence({false, false, true, true}).other_prefixes_reach, std::nullopt);
  EXPECT_FALSE(evidence({false, false, true, true}).others_answer);
  std::swap(reach_.prefixes[0], reach_.prefixes[1]);
  EXPECT_TRUE(evidence({true, true, true, true}).others_answer);
}

TEST_F(EvidenceTest, NotesWhetherAnotherPrefixReachesTheSilentEndpoints) {
  EXPECT_EQ(evidence({false, true, true, true}).other_prefixes_reach, true);
  const Evidence edge = evidence({false, true, false, true});
  EXPECT_EQ(edge.other_endpoints_answer, true);
  EXPECT_EQ(edge.other_prefixes_reach, false);
  EXPECT_TRUE(edge.other_prefix_reaches_other_endpoints);
  const Evidence all = evidence({false, false, false, false});
  EXPECT_EQ(all.other_prefixes_reach, false);
  EXPECT_FALSE(all.other_prefix_reaches_other_endpoints);
}

TEST_F(EvidenceTest, IgnoresASecondBrokenAccessLineAsEvidenceAgainstTheEdge) {
  lines_[1].carrier = false;
  EXPECT_EQ(evidence({false, false, false, false}).other_prefixes_reach, std::nullopt);
}

TEST_F(EvidenceTest, IgnoresAPrefixWhoseTracedGatewayIsDead) {
  traces_[1].before = path(failed_at - 1min, {address("198.51.100.1"), address("198.18.0.1")});
  traces_[1].now = path(failed_at + 12s, {});
  EXPECT_EQ(evidence({false, false, false, false}).other_prefixes_reach, std::nullopt);
}

TEST_F(EvidenceTest, IgnoresAPrefixWithoutASource) {
  reach_.prefixes[1].reach = Reach::no_source;
  EXPECT_EQ(evidence({false, false, false, false}).other_prefixes_reach, std::nullopt);
}

TEST_F(EvidenceTest, CountsPrefixesOfOneAccessLineOnce) {
  lines_[1].interface = "isp-a";
  EXPECT_EQ(evidence({false, false, false, true}).access_line_works, true);
  EXPECT_EQ(evidence({false, false, false, true}).other_prefixes_reach, true);
  const Evidence dead = evidence({false, false, false, false});
  EXPECT_EQ(dead.access_line_works, std::nullopt);
  EXPECT_EQ(dead.other_prefixes_reach, std::nullopt);
}

TEST_F(EvidenceTest, UsesAllEndpointsOfAPrefixThatIsNotProbed) {
  reach_.prefixes[0].reach = Reach::no_source;
  EXPECT_FALSE(evidence({true, true, true, false}).lacks_source);  // it may lack a route only
  snapshot_.prefixes[0].choice.source.reset();
  const Evidence found = evidence({true, true, true, false});
  EXPECT_TRUE(found.lacks_source);
  EXPECT_EQ(found.other_prefixes_reach, true);
  EXPECT_EQ(found.other_endpoints_answer, std::nullopt);
}

TEST_F(EvidenceTest, NotesWhetherNamesResolveHereAndElsewhere) {
  const auto names = [](bool resolve) {
    return PrefixNames{.count = 2,
                       .failing = resolve ? 0U : 2U,
                       .last_success = failed_at - 1min,
                       .failing_since = resolve ? std::nullopt : std::optional(failed_at)};
  };
  rollup_.prefixes[0].names = names(false);
  rollup_.prefixes[1].names = names(true);
  Evidence found = evidence({false, false, true, true});
  EXPECT_EQ(found.names_resolve, false);
  EXPECT_EQ(found.names_resolve_elsewhere, true);
  EXPECT_FALSE(found.lacks_addresses);
  rollup_.prefixes[0].names.addressless = 2;
  rollup_.prefixes[1].names = names(false);
  found = evidence({false, false, true, true});
  EXPECT_EQ(found.names_resolve_elsewhere, false);
  EXPECT_TRUE(found.lacks_addresses);
}

TEST_F(EvidenceTest, NotesHowFarATraceGets) {
  const IpAddress gateway = address("203.0.113.1");
  const IpAddress router = address("198.18.0.1");
  traces_[0].before = path(failed_at - 1min, {gateway, router});
  const auto gateway_answers = [&] { return evidence({false, false, true, true}).gateway_answers; };
  EXPECT_EQ(gateway_answers(), std::nullopt);

  traces_[0].now = path(failed_at - 1s, {});
  EXPECT_EQ(gateway_answers(), std::nullopt) << "a trace of another failure must be ignored";

  traces_[0].now = path(failed_at + 12s, {});
  EXPECT_EQ(gateway_answers(), false) << "it answered before";

  traces_[0].now = path(failed_at + 12s, {gateway});
  EXPECT_EQ(gateway_answers(), true);
  EXPECT_EQ(evidence({false, false, true, true}).path_passes_gateway, std::nullopt);

  traces_[0].now = path(failed_at + 12s, {std::nullopt, router});
  EXPECT_EQ(evidence({false, false, true, true}).path_passes_gateway, true);
}

TEST_F(EvidenceTest, NotesATraceThatEndsAtTheGatewayAndUsedToGoOn) {
  const IpAddress gateway = address("203.0.113.1");
  const auto ends = [&] { return evidence({false, false, true, true}).ends_at_gateway; };
  traces_[0].now = path(failed_at + 12s, {gateway});
  EXPECT_FALSE(ends()) << "it never went further";
  traces_[0].before = path(failed_at - 1min, {gateway});
  EXPECT_FALSE(ends());
  traces_[0].before = path(failed_at - 1min, {gateway, std::nullopt, address("198.18.0.1")});
  EXPECT_TRUE(ends());
  traces_[0].now = path(failed_at + 12s, {gateway, address("198.18.0.1")});
  EXPECT_FALSE(ends());
  traces_[0].now = path(failed_at - 1s, {gateway});
  EXPECT_FALSE(ends()) << "a trace of another failure must be ignored";
  PathTrace reached{.destination = gateway, .hops = {gateway}, .reached = true};
  reached.ended_at = failed_at + 12s;
  traces_[0].now = std::make_shared<const PathTrace>(reached);
  EXPECT_FALSE(ends());
}

// A router without a way on reports that itself, to the packets that should go further.
TEST_F(EvidenceTest, NotesAGatewayThatReportsTheEndpointUnreachable) {
  const IpAddress gateway = address("203.0.113.1");
  traces_[0].before = path(failed_at - 1min, {gateway, address("198.18.0.1")});
  for (const std::optional<IpAddress>& first :
       {std::optional(gateway), std::optional<IpAddress>()}) {
    traces_[0].now = path(failed_at + 12s, {first, gateway});
    const Evidence found = evidence({false, false, true, true});
    EXPECT_EQ(found.gateway_answers, true);
    EXPECT_TRUE(found.ends_at_gateway);
    EXPECT_EQ(found.path_passes_gateway, std::nullopt);
  }
}

TEST_F(EvidenceTest, IgnoresAPrefixWhosePathEndsAtItsGateway) {
  const IpAddress gateway = address("198.51.100.1");
  traces_[1].before = path(failed_at - 1min, {gateway, address("198.18.0.1")});
  traces_[1].now = path(failed_at + 12s, {gateway});
  EXPECT_EQ(evidence({false, false, false, false}).other_prefixes_reach, std::nullopt);
}

// The trace is of a silence that has ended, while one endpoint stayed silent.
TEST_F(EvidenceTest, IgnoresATraceThatEndsAtAGatewayThatOtherEndpointsPass) {
  for (PrefixTraces& traces : traces_) {
    traces.before = path(failed_at - 1min, {address("192.0.2.1"), address("198.18.0.1")});
    traces.now = path(failed_at + 12s, {address("192.0.2.1")});
  }
  const Evidence found = evidence({false, true, false, true});
  EXPECT_FALSE(found.ends_at_gateway);
  EXPECT_EQ(found.other_prefixes_reach, false);
}

TEST_F(EvidenceTest, NotesASourceBehindNat) {
  EXPECT_FALSE(evidence({false, false, true, true}).behind_nat);
  snapshot_.prefixes[0].choice.outside_prefix = true;
  EXPECT_TRUE(evidence({false, false, true, true}).behind_nat);
  snapshot_.prefixes[0].choice.outside_prefix = false;
  snapshot_.prefixes[0].choice.source->address = address("192.168.3.10");
  EXPECT_TRUE(evidence({false, false, true, true}).behind_nat) << "no prefix is given";
}

TEST_F(EvidenceTest, NotesATraceThatTheHostCouldNotSend) {
  PathTrace refused;
  refused.problem = "Operation not permitted";
  refused.ended_at = failed_at + 12s;
  traces_[0].now = std::make_shared<const PathTrace>(refused);
  const Evidence found = evidence({false, false, true, true});
  EXPECT_EQ(found.host_sends, false);
  EXPECT_EQ(found.gateway_answers, std::nullopt);
}

TEST_F(EvidenceTest, HasNoStateOfAGatewayThatNeverAnsweredATrace) {
  traces_[0].before = path(failed_at - 1min, {std::nullopt, address("198.18.0.1")});
  traces_[0].now = path(failed_at + 12s, {});
  EXPECT_EQ(evidence({false, false, true, true}).gateway_answers, std::nullopt);
}

TEST_F(EvidenceTest, IgnoresAPrefixThatIsAboutToFail) {
  now_ = failed_at + 5s;  // the last answer of the others, 15 s ago
  EXPECT_EQ(evidence({false, false, true, true}).other_prefixes_reach, std::nullopt);
}

TEST(ReachIndex, ListsPrefixesThatAreUpAndDown) {
  ReachReport reach;
  for (const Reach state : {Reach::up, Reach::down, Reach::unknown, Reach::no_source, Reach::up}) {
    reach.prefixes.push_back({.reach = state});
  }
  const ReachIndex index = index_of(reach);
  EXPECT_EQ(index.up, (std::vector<std::size_t>{0, 4}));
  EXPECT_EQ(index.down, std::vector<std::size_t>{1});
}

}  // namespace
}  // namespace peeringd
