#include "metrics/exposition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "example_pages.hpp"
#include "example_snapshot.hpp"
#include "exposition_lines.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::lines_of;
using test::name_in;
using test::render;
using test::samples_of;
using test::value_of;
using testing::Contains;
using testing::HasSubstr;

// The name of the family: a histogram's and a summary's samples have suffixes.
std::string family_of_sample(const std::string& name, const std::set<std::string>& families) {
  for (const std::string_view suffix : {"_bucket", "_sum", "_count"}) {
    if (!name.ends_with(suffix)) continue;
    const std::string family = name.substr(0, name.size() - suffix.size());
    if (families.contains(family)) return family;
  }
  return name;
}

// What differs from machine to machine: the process's own figures, and what it was built with.
bool varies(const std::string& line) {
  const std::string name = name_in(line);
  return name.starts_with("process_") || name == "peeringd_build_info";
}

Snapshot with_config(const Config& config) {
  Snapshot snapshot = test::example_snapshot();
  snapshot.config = std::make_shared<const Config>(config);
  return snapshot;
}

// To accept a change: print_exposition PAGE [DETAIL] | grep -ve process_ -e build_info >
// tests/data/metrics/PAGE[_DETAIL].prom
void expect_page(const std::string& name, const std::string& page) {
  std::ifstream file(PEERINGD_TEST_DATA "/metrics/" + name + ".prom");
  const std::string expected{std::istreambuf_iterator<char>(file), {}};
  std::string actual;
  for (const std::string& line : lines_of(page)) {
    if (!varies(line)) actual += line + "\n";
  }
  EXPECT_EQ(actual, expected);
}

TEST(Exposition, MatchesTheRecordingOfCountersAndAlerts) {
  expect_page("counts", test::counts_page());
}

TEST(Exposition, MatchesTheRecordingOfObservations) {
  expect_page("observations", test::observations_page());
}

TEST(Exposition, MatchesTheRecordingOfPrefixes) {
  expect_page("counts_prefix", test::counts_page(Detail::prefix));
  expect_page("observations_prefix", test::observations_page(Detail::prefix));
}

TEST(Exposition, MatchesTheRecordingOfConnections) {
  expect_page("counts_connection", test::counts_page(Detail::connection));
}

TEST(Exposition, HasHelpAndTypeOnceForEachFamilyBeforeItsSamples) {
  std::set<std::string> helped;
  std::set<std::string> typed;
  for (const std::string& line : render(test::example_snapshot())) {
    if (line.starts_with("# HELP ")) {
      EXPECT_TRUE(helped.insert(name_in(line)).second) << "again: " << line;
      EXPECT_GT(line.size(), std::string("# HELP ").size() + name_in(line).size() + 10) << line;
    } else if (line.starts_with("# TYPE ")) {
      EXPECT_TRUE(typed.insert(name_in(line)).second) << "again: " << line;
    } else {
      const std::string family = family_of_sample(name_in(line), typed);
      EXPECT_TRUE(helped.contains(family)) << line;
      EXPECT_TRUE(typed.contains(family)) << line;
    }
  }
  EXPECT_EQ(helped, typed);
}

TEST(Exposition, EndsOnlyCountersInTotal) {
  for (const std::string& line : render(test::example_snapshot())) {
    if (!line.starts_with("# TYPE ")) continue;
    EXPECT_EQ(name_in(line).ends_with("_total"), line.ends_with(" counter")) << line;
  }
}

TEST(Exposition, HasNoSeriesTwice) {
  std::set<std::string> seen;
  for (const std::string& line : render(test::example_snapshot())) {
    if (line.starts_with('#')) continue;
    EXPECT_TRUE(seen.insert(line.substr(0, line.rfind(' '))).second) << line;
  }
}

TEST(Exposition, OmitsWhatWasNotMeasured) {
  Snapshot snapshot = test::example_snapshot();
  snapshot.targets[0] = test::unmeasured(*snapshot.config, snapshot.targets[0].target);
  for (const char* name :
       {"peering_window_rtt_seconds", "peering_window_loss_ratio", "peering_window_jitter_seconds",
        "peering_prefix_window_rtt_seconds", "peering_prefix_window_loss_ratio",
        "peering_prefix_window_jitter_seconds", "peering_connection_window_rtt_seconds",
        "peering_connection_window_loss_ratio", "peering_connection_window_jitter_seconds",
        "peering_endpoint_info"}) {
    for (const std::string& line : render(snapshot)) {
      EXPECT_THAT(line, testing::Not(HasSubstr(name)));
    }
  }
}

TEST(Exposition, ShowsLossButNoLatencyIfEverythingIsLost) {
  Snapshot snapshot = test::example_snapshot();
  TargetSnapshot& target = snapshot.targets[0];
  target = test::unmeasured(*snapshot.config, target.target);
  record_sent(target.counters);
  record_lost(target.counters, LossReason::timeout);
  target.window.lose(100);
  ASSERT_EQ(samples_of(snapshot, "peering_window_loss_ratio").size(), 1U);
  EXPECT_EQ(value_of(samples_of(snapshot, "peering_window_loss_ratio")[0]), 1.0);
  EXPECT_TRUE(samples_of(snapshot, "peering_window_rtt_seconds").empty());
  EXPECT_TRUE(samples_of(snapshot, "peering_window_jitter_seconds").empty());
  EXPECT_TRUE(samples_of(snapshot, "peering_prefix_window_rtt_seconds").empty());
  EXPECT_EQ(samples_of(snapshot, "peering_connection_window_loss_ratio").size(), 1U);
}

TEST(Exposition, OmitsJitterOfASingleAnswer) {
  Snapshot snapshot = test::example_snapshot();
  TargetSnapshot& target = snapshot.targets[0];
  target = test::unmeasured(*snapshot.config, target.target);
  record_sent(target.counters);
  record_received(target.counters);
  target.round_trips.observe(4ms, snapshot.config->rtt_buckets);
  target.window.answer(100, 4ms);
  EXPECT_TRUE(samples_of(snapshot, "peering_window_jitter_seconds").empty());
  EXPECT_EQ(samples_of(snapshot, "peering_window_rtt_seconds").size(), 5U);
}

TEST(Exposition, KeepsCountAndSumButNoQuantileIfTheWindowIsEmpty) {
  Snapshot snapshot = test::example_snapshot();
  snapshot.targets[0].window.advance(1000);
  EXPECT_TRUE(samples_of(snapshot, "peering_window_rtt_seconds").empty());
  ASSERT_EQ(samples_of(snapshot, "peering_window_rtt_seconds_count").size(), 1U);
  EXPECT_EQ(value_of(samples_of(snapshot, "peering_window_rtt_seconds_count")[0]), 4);
}

TEST(Exposition, CountsBucketsUpToTheirSum) {
  std::map<std::string, std::vector<double>> buckets;  // by labels without `le`, in their order
  std::map<std::string, double> infinite;
  for (const std::string& line :
       samples_of(test::example_snapshot(), "peering_probe_rtt_seconds_bucket")) {
    const std::string labels = line.substr(0, line.find(",le="));
    buckets[labels].push_back(value_of(line));
    if (line.find("le=\"+Inf\"") != std::string::npos) infinite[labels] = value_of(line);
  }
  ASSERT_EQ(buckets.size(), 4U);
  for (const auto& [labels, counts] : buckets) {
    EXPECT_TRUE(std::ranges::is_sorted(counts)) << labels;
    EXPECT_EQ(counts.size(), 4U) << labels;
    EXPECT_EQ(counts.back(), infinite.at(labels)) << labels;
  }
  const auto counts = samples_of(test::example_snapshot(), "peering_probe_rtt_seconds_count");
  ASSERT_EQ(counts.size(), 4U);
  EXPECT_EQ(value_of(counts[0]), 4);
  const std::string measured = counts[0].substr(0, counts[0].find('}'));
  EXPECT_EQ(infinite.at("peering_probe_rtt_seconds_bucket" + measured.substr(measured.find('{'))),
            4);
}

TEST(Exposition, BalancesSentWithReceivedLostAndInFlight) {
  const Snapshot snapshot = test::example_snapshot();
  double sent = 0;
  double rest = 0;
  for (const auto& line : samples_of(snapshot, "peering_probes_sent_total")) sent += value_of(line);
  for (const char* name :
       {"peering_probes_received_total", "peering_probes_lost_total", "peering_probes_in_flight"}) {
    for (const auto& line : samples_of(snapshot, name)) rest += value_of(line);
  }
  EXPECT_EQ(sent, 6);
  EXPECT_EQ(rest, sent);
}

TEST(Exposition, EscapesLabels) {
  Config config = test::example_config();
  config.connections[0].partner = "A \"fast\" \\ partner\nof two lines";
  const auto info = samples_of(with_config(config), "peering_connection_info");
  ASSERT_EQ(info.size(), 1U);
  EXPECT_THAT(info[0], HasSubstr(R"(,partner="A \"fast\" \\ partner\nof two lines",)"));
}

TEST(Exposition, ShowsTheConnectionsOwnLabels) {
  Config config = test::example_config();
  config.connections[0].labels = {{"rack", "7"}, {"office", "hq"}};
  EXPECT_THAT(samples_of(with_config(config), "peering_connection_info").at(0),
              HasSubstr(R"(,office="hq",rack="7")"));
}

TEST(Exposition, ShowsTheSiteOfTheConnectionAndOfTheHost) {
  Config config = test::example_config();
  EXPECT_THAT(samples_of(with_config(config), "peeringd_build_info").at(0),
              testing::Not(HasSubstr("site=")));
  config.site = config.connections[0].site = "ams";
  EXPECT_THAT(samples_of(with_config(config), "peering_connection_info").at(0),
              HasSubstr(R"(,site="ams",office="hq")"));
  EXPECT_THAT(samples_of(with_config(config), "peeringd_build_info").at(0),
              HasSubstr(R"(,site="ams"})"));
}

TEST(Exposition, ShowsTheCurrentNetworkOfAnAutomaticPrefix) {
  Config config = test::example_config();
  EXPECT_THAT(samples_of(with_config(config), "peering_connection_info").at(0),
              HasSubstr(R"(prefixes="203.0.113.0/24, 2001:db8:b::/48")"));
  config.connections[0].prefixes[1] = test::automatic_prefix();
  EXPECT_THAT(samples_of(with_config(config), "peering_connection_info").at(0),
              HasSubstr(R"(prefixes="203.0.113.0/24, auto")"));
}

TEST(Exposition, OmitsCoordinatesThatAreNotConfigured) {
  Config config = test::example_config();
  config.connections[0].location.latitude.reset();
  config.connections[0].location.longitude.reset();
  const auto info = samples_of(with_config(config), "peering_connection_info").at(0);
  EXPECT_THAT(info, testing::Not(HasSubstr("latitude")));
  EXPECT_THAT(info, testing::Not(HasSubstr("longitude")));
}

TEST(Exposition, AveragesTheMediansOfPrefixesForTheConnection) {
  Snapshot snapshot = test::example_snapshot();
  TargetSnapshot& second = snapshot.targets[2];  // of the second prefix
  second.window.answer(100, 7ms);
  const auto prefixes = samples_of(snapshot, "peering_prefix_window_rtt_seconds");
  ASSERT_EQ(prefixes.size(), 2U);
  EXPECT_DOUBLE_EQ(value_of(prefixes[0]), 0.003);
  EXPECT_DOUBLE_EQ(value_of(prefixes[1]), 0.007);
  EXPECT_DOUBLE_EQ(value_of(samples_of(snapshot, "peering_connection_window_rtt_seconds").at(0)),
                   0.005);
}

TEST(Exposition, PoolsAllProbesOfAPrefix) {
  Snapshot snapshot = test::example_snapshot();
  TargetSnapshot& tcp = snapshot.targets[1];  // of the same prefix
  for (std::uint64_t number = 100; number < 105; ++number) tcp.window.answer(number, 10ms);
  // 0.5 2 4 10 10 10 10 10 200
  EXPECT_DOUBLE_EQ(value_of(samples_of(snapshot, "peering_prefix_window_rtt_seconds").at(0)), 0.01);
  EXPECT_DOUBLE_EQ(value_of(samples_of(snapshot, "peering_prefix_window_loss_ratio").at(0)), 0.1);
  // |1.5| + |2| + |196| of the one, nothing of the other
  EXPECT_DOUBLE_EQ(value_of(samples_of(snapshot, "peering_prefix_window_jitter_seconds").at(0)),
                   0.1995 / 7);
}

TEST(Exposition, DescribesTheDaemon) {
  const Snapshot snapshot = test::example_snapshot();
  DaemonFacts facts = test::example_facts();
  facts.last_reload_successful = false;
  const auto lines = lines_of(test::render_exposition(test::assessment_of(snapshot), facts));
  EXPECT_THAT(lines, Contains("peeringd_config_last_reload_successful 0"));
  EXPECT_THAT(lines, Contains("peeringd_config_last_reload_success_timestamp_seconds 1700000000"));
  EXPECT_THAT(lines, Contains(HasSubstr("peeringd_build_info{version=\"1.2.3\",")));
}

TEST(Exposition, DescribesTheProcess) {
  const Snapshot snapshot = test::example_snapshot();
  for (const char* name : {"process_cpu_seconds_total", "process_open_fds", "process_max_fds",
                           "process_virtual_memory_bytes", "process_resident_memory_bytes",
                           "process_start_time_seconds"}) {
    const auto samples = samples_of(snapshot, name);
    ASSERT_EQ(samples.size(), 1U) << name;
    EXPECT_GE(value_of(samples[0]), 0) << name;
  }
  const double started = value_of(samples_of(snapshot, "process_start_time_seconds")[0]);
  const double now = to_seconds(SystemClock{}.wall().time_since_epoch());
  EXPECT_LT(started, now + 2);
  EXPECT_GT(started, now - 86400);
}

}  // namespace
}  // namespace peeringd
