#include "report/probe_report.hpp"
#include "model/address_ranges.hpp"
#include "model/config.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "report/probe_verdict.hpp"
#include "report/table.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Snapshot snapshot_of_two_probes() {
  Config config;
  config.rtt_buckets = {1s};
  config.endpoints.resize(1);
  config.endpoints[0].name = "edge";
  config.endpoints[0].host = "edge.example";
  ProbeConfig leader;
  leader.options = HttpOptions{};
  leader.label = "https";
  ProbeConfig follower = leader;
  std::get<HttpOptions>(follower.options).follows = true;
  follower.label = "https:warm";
  config.endpoints[0].probes = {leader, follower};
  config.connections.resize(1);
  config.connections[0].name = "contoso";
  config.connections[0].endpoints = {0};
  config.connections[0].prefixes.resize(1);
  config.connections[0].prefixes[0].label = "auto";

  Snapshot snapshot;
  for (std::uint32_t probe = 0; probe < 2; ++probe) {
    snapshot.targets.push_back({.target = {0, 0, 0, probe},
                                .address = std::nullopt,
                                .resolving = {},
                                .unknown = false,
                                .counters = {},
                                .round_trips = Histogram(1),
                                .window = SampleWindow(10),
                                .observations = nullptr});
  }
  snapshot.config = std::make_shared<const Config>(std::move(config));
  return snapshot;
}

void answer(TargetSnapshot& target, std::uint64_t number, Duration round_trip) {
  record_sent(target.counters);
  record_received(target.counters);
  target.window.answer(number, round_trip);
}

void lose(TargetSnapshot& target, std::uint64_t number) {
  record_sent(target.counters);
  record_lost(target.counters, LossReason::timeout);
  target.window.lose(number);
}

TEST(ProbeProgress, ExpectsOneFollowUpPerAnswerOfItsLeader) {
  Snapshot snapshot = snapshot_of_two_probes();
  EXPECT_EQ(progress_of(snapshot, 2).wanted, 2U);
  answer(snapshot.targets[0], 1, 10ms);
  lose(snapshot.targets[0], 2);
  EXPECT_EQ(progress_of(snapshot, 2).wanted, 3U);
  EXPECT_FALSE(progress_of(snapshot, 2).complete());
  answer(snapshot.targets[1], 1, 10ms);
  EXPECT_TRUE(progress_of(snapshot, 2).complete());
}

TEST(ProbeProgress, EndsWhenEveryLeaderWasLost) {
  Snapshot snapshot = snapshot_of_two_probes();
  lose(snapshot.targets[0], 1);
  lose(snapshot.targets[0], 2);
  EXPECT_TRUE(progress_of(snapshot, 2).complete());
}

TEST(ProbeReport, SucceedsOnlyIfEveryTargetHasAnswered) {
  Snapshot snapshot = snapshot_of_two_probes();
  answer(snapshot.targets[0], 1, 10ms);
  EXPECT_FALSE(every_target_answered(snapshot));
  answer(snapshot.targets[1], 1, 10ms);
  EXPECT_TRUE(every_target_answered(snapshot));
  EXPECT_FALSE(every_target_answered(Snapshot{}));
}

TEST(ProbeReport, ExpectsNothingOfAHostOfTheOtherFamily) {
  Snapshot snapshot = snapshot_of_two_probes();
  snapshot.targets[1].other_family = true;
  EXPECT_EQ(progress_of(snapshot, 1).wanted, 1U);
  answer(snapshot.targets[0], 1, 10ms);
  EXPECT_TRUE(progress_of(snapshot, 1).complete());
  EXPECT_TRUE(every_target_answered(snapshot));
  EXPECT_EQ(verdict_lines(snapshot),
            "contoso: Pass, 1 of 1 target answered; 1 more need not answer\n");
  EXPECT_THAT(probe_table(snapshot), HasSubstr("the host has no address of this family"));
  snapshot.targets[0].other_family = true;
  snapshot.targets[0].counters = {};
  EXPECT_FALSE(every_target_answered(snapshot)) << "nothing was measured";
}

TEST(ProbeReport, DoesNotFailBecauseOfARelayThatNeedNotAnswer) {
  Snapshot snapshot = snapshot_of_two_probes();
  answer(snapshot.targets[0], 1, 10ms);
  lose(snapshot.targets[1], 1);
  snapshot.targets[1].unknown = true;
  EXPECT_TRUE(every_target_answered(snapshot));
  EXPECT_EQ(verdict_lines(snapshot),
            "contoso: Pass, 1 of 1 target answered; 1 more need not answer\n");
}

TEST(ProbeReport, ShowsFiguresReasonsAndThePop) {
  Snapshot snapshot = snapshot_of_two_probes();
  answer(snapshot.targets[0], 1, 10ms);
  lose(snapshot.targets[0], 2);
  TargetObservations observations;
  observations.last_pop = SeenPop{{"AMS", "", "x-msedge-ref"}, {}};
  snapshot.targets[0].observations = std::make_shared<const TargetObservations>(observations);
  EXPECT_THAT(probe_table(snapshot), HasSubstr("\ncontoso auto\n"
                                               "  edge/https                                 2"
                                               "     1    10.00    10.00    10.00    10.00"));
  EXPECT_THAT(probe_table(snapshot), HasSubstr("\n      1 timeout, PoP AMS (Amsterdam)\n"));
  EXPECT_THAT(probe_json(snapshot), HasSubstr(R"("lost":{"timeout":1})"));
  EXPECT_THAT(probe_json(snapshot),
              HasSubstr(R"("pop":{"code":"AMS","site":null,"method":"x-msedge-ref",)"
                        R"("metro":"Amsterdam","country":"NL"})"));
}

TEST(ProbeReport, HasNoLocationForAPopThatIsNotInTheTable) {
  Snapshot snapshot = snapshot_of_two_probes();
  TargetObservations observations;
  observations.last_pop = SeenPop{{"XQZ", "04", "x-msedge-ref"}, {}};
  snapshot.targets[0].observations = std::make_shared<const TargetObservations>(observations);
  EXPECT_THAT(probe_table(snapshot), HasSubstr("PoP XQZ\n"));
  EXPECT_THAT(probe_json(snapshot), HasSubstr(R"("metro":null,"country":null)"));
}

Snapshot snapshot_with_table(const char* address) {
  Snapshot snapshot = snapshot_of_two_probes();
  Config config = *snapshot.config;
  config.service_tags = std::make_shared<const AddressRanges>(
      AddressRanges::parse("198.51.100.0/24 AzureFrontDoor.Frontend\n").value());
  snapshot.config = std::make_shared<const Config>(config);
  snapshot.targets[0].address = boost::asio::ip::make_address(address);
  return snapshot;
}

TEST(ProbeReport, NamesThePublishedRangeOfAnAddress) {
  const Snapshot inside = snapshot_with_table("198.51.100.7");
  EXPECT_THAT(probe_table(inside), HasSubstr("198.51.100.7 in AzureFrontDoor.Frontend"));
  EXPECT_THAT(probe_json(inside), HasSubstr(R"("range":"AzureFrontDoor.Frontend")"));
  const Snapshot outside = snapshot_with_table("203.0.113.7");
  EXPECT_THAT(probe_table(outside), HasSubstr("203.0.113.7 OUTSIDE the published ranges"));
  EXPECT_THAT(probe_json(outside), HasSubstr(R"("range":"")"));
  EXPECT_THAT(probe_json(snapshot_of_two_probes()), Not(HasSubstr("range")));
}

TEST(ProbeReport, ShowsWhetherTheProbesLeftFromTheirPrefix) {
  Snapshot snapshot = snapshot_of_two_probes();
  TargetObservations observations;
  observations.last_seen_from = SeenFrom{boost::asio::ip::make_address("203.0.113.10"), {}};
  snapshot.targets[0].observations = std::make_shared<const TargetObservations>(observations);
  SourceChoice choice;
  choice.network = "203.0.113.0/24";
  snapshot.prefixes = {{0, 0, choice}};
  EXPECT_THAT(probe_table(snapshot), HasSubstr("seen as 203.0.113.10 inside the prefix"));
  EXPECT_THAT(probe_json(snapshot),
              HasSubstr(R"("seen_from":"203.0.113.10","egress_verified":true)"));
  snapshot.prefixes[0].choice.network = "198.51.100.0/24";
  EXPECT_THAT(probe_table(snapshot), HasSubstr("seen as 203.0.113.10 OUTSIDE the prefix"));
  EXPECT_THAT(probe_json(snapshot), HasSubstr(R"("egress_verified":false)"));
  snapshot.prefixes[0].choice.network = "";  // `auto` without a default route
  EXPECT_THAT(probe_table(snapshot), HasSubstr("seen as 203.0.113.10\n"));
  EXPECT_THAT(probe_json(snapshot), HasSubstr(R"("egress_verified":null)"));
}

TEST(ProbeReport, HasNullInJsonForUnmeasuredValues) {
  const std::string json = probe_json(snapshot_of_two_probes());
  EXPECT_THAT(json, HasSubstr(R"("median":null)"));
  EXPECT_THAT(json, HasSubstr(R"("address":null)"));
  EXPECT_THAT(json, Not(HasSubstr(R"("pop")")));
}

TEST(ProbeReport, HasTheVerdictOfEachConnectionInJson) {
  Snapshot snapshot = snapshot_of_two_probes();
  answer(snapshot.targets[0], 1, 10ms);
  const std::string json = probe_json(snapshot);
  EXPECT_THAT(json, HasSubstr(R"("result":"Fail","targets":2,"answered":1,"causes":[")"));
}

Snapshot with_latency(Limits<Duration> limits) {
  Snapshot snapshot = snapshot_of_two_probes();
  Config config = *snapshot.config;
  config.connections[0].prefixes[0].alerts.latency = limits;
  config.connections[0].prefixes[0].alerts.loss = {0.01, 0.4};
  snapshot.config = std::make_shared<const Config>(config);
  answer(snapshot.targets[0], 1, 10ms);
  answer(snapshot.targets[1], 1, 12ms);
  return snapshot;
}

TEST(ProbeVerdict, ComparesTheMedianWithTheThresholds) {
  EXPECT_EQ(verdict_lines(with_latency({})), "contoso: Pass, 2 of 2 targets answered\n");
  EXPECT_EQ(verdict_lines(with_latency({11ms, 20ms})),
            "contoso: Warning, 2 of 2 targets answered\n"
            "    edge/https:warm from auto: median round-trip time 12.00 ms is above the warning "
            "threshold of\n    11ms\n");
  EXPECT_EQ(verdicts_of(with_latency({5ms, 11ms}))[0].result, TestResult::fail);
  EXPECT_EQ(verdicts_of(with_latency({5ms, 11ms}))[0].causes.size(), 2U);
  EXPECT_EQ(verdicts_of(with_latency({12ms, 20ms}))[0].result, TestResult::pass);
}

TEST(ProbeVerdict, ComparesTheLossWithTheThresholds) {
  Snapshot snapshot = with_latency({});
  lose(snapshot.targets[0], 2);
  EXPECT_THAT(
      verdict_lines(snapshot),
      HasSubstr("Fail, 2 of 2 targets answered\n    edge/https from auto: loss 50% is above "
                "the critical threshold of 40%\n"));
  for (std::uint64_t number = 3; number < 6; ++number) answer(snapshot.targets[0], number, 10ms);
  EXPECT_EQ(verdicts_of(snapshot)[0].result, TestResult::warning);
}

TEST(ProbeVerdict, FailsWhereATargetDidNotAnswer) {
  Snapshot snapshot = snapshot_of_two_probes();
  answer(snapshot.targets[0], 1, 10ms);
  lose(snapshot.targets[1], 1);
  EXPECT_EQ(verdict_lines(snapshot),
            "contoso: Fail, 1 of 2 targets answered\n"
            "    edge/https:warm from auto: no answer (1 timeout)\n");
}

TEST(ProbeVerdict, SaysWhatToDoWhereProbesWereNotSent) {
  Snapshot snapshot = snapshot_of_two_probes();
  for (TargetSnapshot& target : snapshot.targets)
    record_error(target.counters, ErrorReason::resolve);
  EXPECT_THAT(
      verdict_lines(snapshot),
      EndsWith("\nresolve: names do not resolve; check the name servers in /etc/resolv.conf\n"));
  EXPECT_THAT(verdict_lines(snapshot), Not(HasSubstr("permission")));
}

TEST(ProbeVerdict, IsIndeterminateForAPrefixForWhichThisHostNeedNotHaveASource) {
  Snapshot snapshot = snapshot_of_two_probes();
  for (TargetSnapshot& target : snapshot.targets)
    record_error(target.counters, ErrorReason::source);
  EXPECT_THAT(verdict_lines(snapshot),
              StartsWith("contoso: Indeterminate, 0 of 2 targets answered\n"
                         "    edge/https from auto: not probed, the prefix has no source\n"));
  EXPECT_FALSE(every_target_answered(snapshot));
  record_error(snapshot.targets[0].counters, ErrorReason::resolve);
  EXPECT_THAT(verdict_lines(snapshot), StartsWith("contoso: Fail")) << "it had one for a while";
}

TEST(ProbeVerdict, FailsForAPrefixForWhichThisHostShouldHaveASource) {
  Snapshot snapshot = snapshot_of_two_probes();
  for (TargetSnapshot& target : snapshot.targets)
    record_error(target.counters, ErrorReason::source);
  const auto verdict_with = [&](auto change) {
    Config config = *snapshot.config;
    config.connections[0].site = "seattle";
    change(config.connections[0]);
    snapshot.config = std::make_shared<const Config>(std::move(config));
    return verdicts_of(snapshot).at(0).result;
  };
  EXPECT_EQ(verdict_with([](ConnectionConfig&) {}), TestResult::fail);
  EXPECT_EQ(verdict_with([](ConnectionConfig& c) { c.standby = true; }), TestResult::indeterminate);
  EXPECT_EQ(verdict_with([](ConnectionConfig& c) {
              c.standby = false;
              c.prefixes[0].alerts.no_source = Severity::warning;
            }),
            TestResult::warning);
}

TEST(ProbeReport, SaysWhichProbesWereNotSent) {
  Snapshot snapshot = snapshot_of_two_probes();
  lose(snapshot.targets[0], 1);
  record_error(snapshot.targets[0].counters, ErrorReason::source);
  record_error(snapshot.targets[0].counters, ErrorReason::resolve);
  EXPECT_THAT(probe_table(snapshot),
              HasSubstr("\n      1 timeout, not sent: 1 source, 1 resolve\n"));
  EXPECT_THAT(verdict_lines(snapshot),
              HasSubstr("no answer (1 timeout, not sent: 1 source, 1 resolve)\n"));
}

TEST(ProbeReport, FitsATerminal) {
  Snapshot snapshot = with_latency({1ms, 2ms});
  std::istringstream text(probe_table(snapshot));
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), terminal_width) << line;
}

}  // namespace
}  // namespace peeringd
