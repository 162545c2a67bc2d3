// What queries of the history cost its thread.
#include <benchmark/benchmark.h>

#include "history/availability_reader.hpp"
#include "history/calendar_reader.hpp"
#include "history/comparison_reader.hpp"
#include "history/incident_reader.hpp"
#include "history/incident_search.hpp"
#include "history/reader.hpp"
#include "micro/stored_history.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace bench;

// A prefix over a span, from the tier that a query of it reads.
void query(benchmark::State& state, Tier tier, std::chrono::seconds span) {
  Filled filled(tier, span);
  const TargetKey key{"connection-50", "198.18.0.0/24", {}, {}};
  const auto grid = choose_grid({.from = begin, .to = begin + span}, {});
  for (auto _ : state) benchmark::DoNotOptimize(read_view(*filled.history, key, *grid));
}
BENCHMARK_CAPTURE(query, 1_day, Tier::minute, 24h)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(query, 30_days, Tier::ten_minutes, 30 * 24h)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(query, 365_days, Tier::hour, 365 * 24h)->Unit(benchmark::kMillisecond);

// The spark lines of 26 prefixes among 100: six hours of minutes.
void sparks(benchmark::State& state) {
  Filled filled(Tier::minute, 6h, {SeriesKind::prefix, SeriesKind::target}, false);
  std::vector<TargetKey> keys;
  for (int i = 0; i < 26; ++i) {
    keys.push_back({"connection-" + std::to_string(i), "198.18.0.0/24", {}, {}});
  }
  const HistoryGrid grid = grid_of({begin, begin + 6h}, 5min);
  for (auto _ : state) benchmark::DoNotOptimize(read_sparks(*filled.history, keys, grid));
}
BENCHMARK(sparks)->Unit(benchmark::kMillisecond);

// The hourly search for incidents in one prefix: a week of hours, 39 hours of ten minutes, and the
// last minutes.
void search_incidents(benchmark::State& state) {
  Stored stored(11);
  stored.write(begin);  // makes the series
  const Moment now = begin + std::chrono::days(8);
  const StoredId prefix = stored.history->records.series().first(SeriesKind::prefix);
  Database& database = stored.history->file.database();
  database.run("BEGIN");
  const auto fill = [&](Tier tier, std::chrono::seconds span) {
    for (Moment start = now - span; start < now; start += period_of(tier)) {
      const PeriodRecord& record = stored.minutes[stored.random() % stored.minutes.size()];
      stored.history->records.table(tier).rows().put(start, prefix, record);
    }
  };
  fill(Tier::hour, std::chrono::days(8));
  fill(Tier::ten_minutes, 48h);
  fill(Tier::minute, 3h);
  database.run("COMMIT");
  database.run("DELETE FROM pending");
  seal_all(stored.history->records);
  for (auto _ : state) {
    stored.history->incidents.set_searched(now - 1h);
    if (!search_now(*stored.history, now)) std::abort();
  }
}
BENCHMARK(search_incidents)->Unit(benchmark::kMillisecond);

// Two connections side by side over 30 days, with their endpoints.
void compare(benchmark::State& state) {
  constexpr auto span = 30 * 24h;
  Filled filled(Tier::ten_minutes, span, {SeriesKind::prefix, SeriesKind::path});
  const ComparisonQuery query{.group = "group",
                              .connections = {"connection-50", "connection-51"},
                              .prefixes = {},
                              .endpoint = {},
                              .span = {.from = begin, .to = begin + span}};
  for (auto _ : state) {
    const auto view = read_comparison(*filled.history, query);
    if (!view || view->members.size() != 2) std::abort();
  }
}
BENCHMARK(compare)->Unit(benchmark::kMillisecond);

// The calendar of a prefix: 90 days of hours.
void calendar(benchmark::State& state) {
  constexpr auto span = 90 * 24h;
  Filled filled(Tier::hour, span);
  const CalendarQuery query{.key = {"connection-50", "198.18.0.0/24", {}, {}}, .days = 90};
  for (auto _ : state) {
    benchmark::DoNotOptimize(read_calendar(*filled.history, query, begin + span - 1h));
  }
}
BENCHMARK(calendar)->Unit(benchmark::kMillisecond);

// The evidence of a loss of three hours, and of an outage of seven days.
void incident(benchmark::State& state) {
  const auto lasted = 1h * state.range(0);
  const Moment now = begin + lasted + 12h;
  Filled filled(Tier::minute, lasted + 12h, {SeriesKind::prefix, SeriesKind::path});
  const auto id = filled.history->incidents.put({.kind = IncidentKind::loss,
                                                 .connection = "connection-50",
                                                 .prefix = "198.18.0.0/24",
                                                 .from = begin + 6h,
                                                 .to = begin + 6h + lasted});
  for (auto _ : state) {
    const auto view = read_incident(*filled.history, id, {"connection-51"}, now);
    if (!view || view->others.size() != 1) std::abort();
  }
}
BENCHMARK(incident)->Arg(3)->Arg(24 * 7)->Unit(benchmark::kMillisecond);

// The availability of 24 connections in twelve months, each down 200 times.
void availability(benchmark::State& state) {
  constexpr auto span = 365 * 24h;
  Stored stored(11);
  Database& database = stored.history->file.database();
  database.run("BEGIN");
  stored.history->journal.begin_run(begin, "bench");
  stored.history->journal.continue_run(begin + span);
  for (int connection = 0; connection < 24; ++connection) {
    const std::string name = "connection-" + std::to_string(connection);
    for (int change = 0; change < 400; ++change) {
      const Moment time = begin + change * span / 400;
      stored.history->reach.add({name, time, change % 2 == 0, false});
      stored.history->journal.add(ResultChange{
          {name}, time, change % 2 == 0 ? TestResult::pass : TestResult::fail, "no answer"});
    }
  }
  database.run("COMMIT");
  for (auto _ : state) {
    const auto found =
        read_availability(*stored.history, {.from = begin, .to = begin + span, .connections = {}});
    if (!found || found->size() != 24) std::abort();
  }
}
BENCHMARK(availability)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace peeringd
