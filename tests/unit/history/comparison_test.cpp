#include "history/comparison.hpp"

#include <gtest/gtest.h>

#include "history/comparison_reader.hpp"
#include "unit/history/simulated_run.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment first_minute{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

// Ten minutes in which each minute has answers.
ComparedMember member(const std::string& name) {
  ComparedMember member{name, {"auto"}, {}, {}, {}, {}};
  member.view.grid = {first_minute, first_minute + 10min, 1min, Tier::minute};
  member.view.points.resize(10);
  for (PeriodRecord& point : member.view.points) point.received = 6;
  member.view.recorded = {{first_minute - 1h, first_minute + 1h}};
  return member;
}

void lose_all(ComparedMember& member, std::size_t minute) {
  member.view.points[minute].received = 0;
  member.view.points[minute].lost[index_of(LossReason::timeout)] = 6;
}

ComparisonView compared(const ComparedMember& a, const ComparedMember& b) {
  ComparisonView view{.group = "g",
                      .grid = a.view.grid,
                      .members = {a, b},
                      .all_bad = {},
                      .endpoint_span = {},
                      .endpoints = {}};
  find_bad_minutes(view);
  return view;
}

std::int64_t minutes(const std::vector<HistorySpan>& spans) {
  std::chrono::seconds sum{};
  for (const HistorySpan& span : spans) sum += span.to - span.from;
  return sum / 1min;
}

TEST(Comparison, CountsMinutesInWhichAllProbesWereLost) {
  ComparedMember a = member("a");
  ComparedMember b = member("b");
  lose_all(a, 2);
  lose_all(a, 3);
  lose_all(b, 3);
  const ComparisonView view = compared(a, b);
  EXPECT_EQ(minutes(view.members[0].bad), 2);
  EXPECT_EQ(minutes(view.members[1].bad), 1);
  ASSERT_EQ(view.all_bad.size(), 1U);
  EXPECT_EQ(view.all_bad[0].from, first_minute + 3min);
  EXPECT_EQ(minutes(view.members[0].helped), 1);
  EXPECT_EQ(minutes(view.members[1].helped), 0);
}

TEST(Comparison, CountsMinutesOverAThreshold) {
  ComparedMember a = member("a");
  a.view.results = {{first_minute, first_minute + 130s, TestResult::pass, {}},
                    {first_minute + 130s, first_minute + 200s, TestResult::warning, "loss 2% > 1%"},
                    {first_minute + 200s, first_minute + 10min, TestResult::indeterminate, {}}};
  const ComparisonView view = compared(a, member("b"));
  ASSERT_EQ(view.members[0].bad.size(), 1U);
  EXPECT_EQ(view.members[0].bad[0].from, first_minute + 2min) << "minutes count as a whole";
  EXPECT_EQ(view.members[0].bad[0].to, first_minute + 4min);
  EXPECT_EQ(minutes(view.members[0].helped), 2);
  EXPECT_TRUE(view.all_bad.empty());
}

TEST(Comparison, CountsMinutesInWhichAConnectionWasDown) {
  ComparedMember a = member("a");
  a.down = {{first_minute + 290s, first_minute + 310s}};
  EXPECT_EQ(minutes(compared(a, member("b")).members[0].bad), 2);
}

TEST(Comparison, SkipsMinutesThatWereNotMeasured) {
  ComparedMember a = member("a");
  ComparedMember b = member("b");
  lose_all(a, 2);
  b.view.points[2] = {};
  a.view.results = {{first_minute, first_minute + 10min, TestResult::fail, "loss 90% > 1%"}};
  a.view.recorded = {{first_minute, first_minute + 5min}};
  const ComparisonView view = compared(a, b);
  EXPECT_EQ(minutes(view.members[0].bad), 5) << "nothing is known after the daemon has ended";
  EXPECT_EQ(minutes(view.members[0].helped), 4) << "b was not measured in one of them";
}

TEST(Comparison, IsEmptyWithoutRecords) {
  ComparisonView view{.group = "g",
                      .grid = {first_minute, first_minute + 10min, 1min, Tier::minute},
                      .members = {},
                      .all_bad = {},
                      .endpoint_span = {},
                      .endpoints = {}};
  find_bad_minutes(view);
  EXPECT_TRUE(view.all_bad.empty());
}

TEST(Comparison, CombinesTheResultsOfPrefixes) {
  const auto results =
      combined_results({{{first_minute, first_minute + 5min, TestResult::pass, {}},
                         {first_minute + 5min, first_minute + 10min, TestResult::fail, "loss"}},
                        {{first_minute, first_minute + 7min, TestResult::pass, {}},
                         {first_minute + 7min, first_minute + 10min, TestResult::fail, "loss"}}},
                       first_minute + 10min);
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].result, TestResult::pass);
  EXPECT_EQ(results[1].result, TestResult::warning) << "one of two prefixes fails";
  EXPECT_EQ(results[1].to, first_minute + 7min);
  EXPECT_EQ(results[2].result, TestResult::fail);
  EXPECT_EQ(results[2].to, first_minute + 10min);
}

TEST(Comparison, SaysNothingWhereNoPrefixHasAResult) {
  const Moment end = first_minute + 10min;
  const auto results =
      combined_results({{{first_minute, first_minute + 2min, TestResult::fail, {}},
                         {first_minute + 5min, first_minute + 8min, TestResult::pass, {}}},
                        {{first_minute, first_minute + 3min, TestResult::pass, {}}}},
                       end);
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].to, first_minute + 2min);
  EXPECT_EQ(results[1].result, TestResult::pass) << "of the other prefix";
  EXPECT_EQ(results[1].to, first_minute + 3min);
  EXPECT_EQ(results[2].from, first_minute + 5min);
  EXPECT_EQ(results[2].to, first_minute + 8min);
}

constexpr const char* second_prefix = "198.18.100.0/24";

// Connection `a` has a second prefix.
Config config_with_two_prefixes() {
  Config config = test::simulated_config();
  config.connections[0].prefixes.push_back(test::prefix(second_prefix));
  return config;
}

class ComparisonReader : public testing::Test {
 protected:
  void SetUp() override {
    clock_.advance(1h - clock_.wall().time_since_epoch() % 1h);
    writer_.open();
    for (int minute = 0; minute < 20; ++minute) {
      writer_.add(*run_.assessment());
      for (int burst = 0; burst < 6; ++burst) run_.probe_all();
      writer_.add(run_.take_batch());
      writer_.add(*run_.assessment());
    }
  }

  ComparisonQuery query() const {
    const Moment now = std::chrono::floor<std::chrono::seconds>(clock_.wall());
    return {.group = "g",
            .connections = {"a", "b", "never"},
            .prefixes = {},
            .endpoint = {},
            .span = {.from = now - 20min, .to = now}};
  }

  test::TemporaryFolder folder_;
  test::ManualClock clock_;
  test::SimulatedRun run_{clock_};
  HistoryWriter writer_{{.folder = folder_.path(),
                         .size = 50'000'000,
                         .keep = HistoryConfig().keep,
                         .disk_reserve = 0,
                         .version = "1.2.3"},
                        clock_};
};

TEST_F(ComparisonReader, ReadsTheRecordedMembersOnOneGrid) {
  const auto view = read_comparison(*writer_.opened(), query());
  ASSERT_TRUE(view);
  ASSERT_EQ(view->members.size(), 2U) << "`never` was not recorded";
  EXPECT_EQ(view->members[0].view.points.size(), 20U);
  EXPECT_GT(view->members[0].view.total.received, 400U);
  ASSERT_EQ(view->endpoints.size(), 2U);
  std::uint64_t received = 0;
  for (const ComparedEndpoint& endpoint : view->endpoints) received += endpoint.members[1].received;
  EXPECT_EQ(received, view->members[1].view.total.received);
}

TEST_F(ComparisonReader, ComparesAnEndpointOrAPrefix) {
  ComparisonQuery one = query();
  one.endpoint = "teams";
  one.prefixes = {"198.18.1.0/24"};
  const auto view = read_comparison(*writer_.opened(), one);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->members[0].view.key.prefix, "198.18.0.0/24")
      << "connection a has only another prefix";
  EXPECT_EQ(view->members[1].view.key.prefix, "198.18.1.0/24");
  EXPECT_EQ(view->members[1].view.key.endpoint, "teams");
  const auto all = read_comparison(*writer_.opened(), query());
  EXPECT_LT(view->members[1].view.total.received, all->members[1].view.total.received);
  EXPECT_TRUE(has_prefix(*writer_.opened(), "b", "198.18.1.0/24"));
  EXPECT_FALSE(has_prefix(*writer_.opened(), "a", "198.18.1.0/24"));
}

TEST_F(ComparisonReader, HasTheStrictestThresholdsOfEachTimeForASumOfPrefixes) {
  test::SimulatedRun run(clock_, config_with_two_prefixes());
  writer_.add(*run.assessment());
  for (int burst = 0; burst < 7; ++burst) run.probe_all();
  writer_.add(run.take_batch());
  writer_.add(*run.assessment());
  writer_.opened()->file.database().run("DELETE FROM threshold");
  const ComparisonQuery wanted = query();
  const Moment changed = wanted.span.to - 5min;
  const auto note = [&](const char* prefix, Moment time, double warning) {
    writer_.opened()->thresholds.note(
        {{"a", prefix, {}, {}}, time, {{"latency", {warning, {}, false}}}});
  };
  for (const Moment time : {wanted.span.from - 1h, changed}) {
    note("198.18.0.0/24", time, time == changed ? 0.04 : 0.02);
    note(second_prefix, time, 0.03);
  }
  const auto warnings = [&](const ComparisonQuery& query) {
    std::vector<std::optional<double>> found;
    const auto comparison = read_comparison(*writer_.opened(), query);
    for (const ThresholdSpan& span : comparison->members[0].view.thresholds) {
      const auto latency = span.thresholds.find("latency");
      found.push_back(latency == span.thresholds.end() ? std::nullopt : latency->second.warning);
    }
    return found;
  };
  EXPECT_EQ(warnings(wanted), (std::vector<std::optional<double>>{0.02, 0.03}));
  ComparisonQuery later = wanted;
  later.configured["a"] = {"198.18.0.0/24"};
  EXPECT_EQ(warnings(later), (std::vector<std::optional<double>>{0.02, 0.04}))
      << "not those of a prefix that it no longer has";
}

TEST_F(ComparisonReader, CountsTheBadMinutesOfManyResults) {
  const ComparisonQuery wanted = query();
  Database& database = writer_.opened()->file.database();
  const auto add = [&](int count) {
    Transaction all(database);
    for (int i = 0; i < count; ++i) {
      writer_.opened()->journal.add(ResultChange{{"a", "198.18.0.0/24", {}, {}},
                                                 i == 0 ? wanted.span.from : wanted.span.to - 60s,
                                                 i == 0 ? TestResult::fail : TestResult::pass,
                                                 {}});
    }
    ASSERT_TRUE(all.commit());
  };
  add(3000);
  const auto view = read_comparison(*writer_.opened(), wanted);
  ASSERT_TRUE(view);
  EXPECT_EQ(minutes(view->members[0].bad), 19);
  EXPECT_FALSE(view->members[0].view.results_from);
  add(18'000);
  const auto refused = read_comparison(*writer_.opened(), wanted);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "The results changed too often; request a shorter span");
}

TEST_F(ComparisonReader, ClaimsNoResultOfASumWithoutTheDaemon) {
  test::SimulatedRun run(clock_, config_with_two_prefixes());
  writer_.add(*run.assessment());
  for (int burst = 0; burst < 7; ++burst) run.probe_all();
  writer_.add(run.take_batch());
  writer_.add(*run.assessment());
  ComparisonQuery wanted = query();
  wanted.span.to += 1min;
  wanted.endpoint = "teams";
  for (const char* const prefix : {"198.18.0.0/24", second_prefix}) {
    writer_.opened()->journal.add(
        ResultChange{{"a", prefix, "teams", {}}, wanted.span.from, TestResult::fail, {}});
  }
  const Moment end = std::chrono::floor<std::chrono::seconds>(clock_.wall());
  wanted.span.to = end + 10min;
  const auto view = read_comparison(*writer_.opened(), wanted);
  ASSERT_TRUE(view);
  const auto& results = view->members[0].view.results;
  ASSERT_FALSE(results.empty());
  EXPECT_EQ(results.back().result, TestResult::fail);
  EXPECT_LE(results.back().to, end);
}

TEST_F(ComparisonReader, RefusesASpanWithTooManyRows) {
  ComparisonQuery too_much = query();
  too_much.span = {.from = first_minute - 9 * 365 * 24h, .to = first_minute, .points = 5};
  EXPECT_FALSE(read_comparison(*writer_.opened(), too_much));
}

}  // namespace
}  // namespace peeringd
