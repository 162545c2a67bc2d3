#include "fleet/series_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "answer_files.hpp"
#include "fleet/edge_values.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::series_with;
using testing::ElementsAre;
using testing::SizeIs;

constexpr double start = 600;
const HistoryGrid grid{Moment{600s}, Moment{840s}, 60s, Tier::minute};  // four points

PromSeries counter(const std::string& name, const std::vector<double>& values) {
  return series_with({{"__name__", name}}, start, 60, values);
}

PromSeries bucket(const std::string& le, const std::vector<double>& values) {
  return series_with({{"__name__", "peering_prefix_rtt_seconds_bucket"}, {"le", le}}, start, 60,
                     values);
}

SeriesRecords records_in(const std::vector<PromSeries>& series) {
  std::vector<const PromSeries*> pointers;
  for (const PromSeries& one : series) pointers.push_back(&one);
  return records_of(pointers, grid);
}

std::vector<std::optional<std::uint64_t>> increments(const EdgeValues& edges) {
  return merged_increments({&edges, 1});
}

TEST(EdgeValues, AreIncrementsOfWhatIsKnown) {
  PromSeries series = counter("x", {10, 15, 15, 30, 31});
  EXPECT_THAT(increments(edge_values(series, grid)), ElementsAre(5, 0, 15, 1));
  series.samples.erase(series.samples.begin() + 2);
  EXPECT_THAT(increments(edge_values(series, grid)), ElementsAre(5, std::nullopt, std::nullopt, 1));
}

TEST(EdgeValues, BeginAnewAfterAReset) {
  EXPECT_THAT(increments(edge_values(counter("x", {100, 120, 7, 9, 9}), grid)),
              ElementsAre(20, 7, 2, 0));
}

TEST(EdgeValues, IgnoreSamplesOutsideOfTheGrid) {
  PromSeries series = counter("x", {1, 2, 3, 4, 5, 6});
  series.samples.insert(series.samples.begin(), {0, 77});
  EXPECT_THAT(increments(edge_values(series, grid)), SizeIs(4));
}

TEST(EdgeValues, LeaveOutWhatNoBranchCanHaveCounted) {
  EXPECT_THAT(increments(edge_values(counter("x", {1, 2, 1e300, -5, 9}), grid)),
              ElementsAre(1, std::nullopt, std::nullopt, std::nullopt));
}

TEST(SeriesRecords, HaveTheCountersAndTheHistogram) {
  const SeriesRecords records =
      records_in({counter("peering_prefix_probes_sent_total", {0, 100, 200, 200, 300}),
                  counter("peering_prefix_probes_received_total", {0, 100, 190, 190, 290}),
                  series_with({{"__name__", "peering_prefix_probes_lost_total"}, {"reason", "tls"}},
                              start, 60, {0, 0, 10, 10, 10}),
                  bucket("0.01", {0, 0, 0, 0, 0}), bucket("0.011", {0, 100, 190, 190, 290}),
                  bucket("+Inf", {0, 100, 190, 190, 290})});
  EXPECT_EQ(records.points[1].sent, 100U);
  EXPECT_EQ(records.points[1].received, 90U);
  EXPECT_EQ(records.points[1].lost_total(), 10U);
  EXPECT_EQ(records.points[1].round_trips.count(), 90U);
  EXPECT_EQ(records.points[2].round_trips.count(), 0U);
  const auto median = records.points[0].round_trips.quantile(0.5);
  ASSERT_TRUE(median);
  EXPECT_NEAR(static_cast<double>(median->count()), 10.5e6, 0.1e6);
}

TEST(SeriesRecords, PutWhatIsAboveAllBoundsAtTheLastOne) {
  const SeriesRecords records =
      records_in({bucket("5", {0, 0, 0, 0, 0}), bucket("+Inf", {0, 3, 3, 3, 3})});
  EXPECT_NEAR(to_seconds(*records.points[0].round_trips.quantile(0.5)), 5, 0.05);
}

TEST(SeriesRecords, BecomeAViewWithReasonsForItsGaps) {
  PromSeries sent = counter("peering_prefix_probes_sent_total", {0, 10, 10, 20, 30});
  sent.samples.pop_back();
  SeriesRecords records = records_in(
      {sent, counter("peering_prefix_probes_received_total", {0, 10, 10, 20, 30}),
       series_with({{"__name__", "peering_prefix_source_up"}}, start, 60, {1, 1, 0, 1})});
  records.points[3] = {};
  const HistoryView view = view_of({"isp@a", "p", {}, {}}, grid, grid.to, std::move(records));
  ASSERT_THAT(view.gaps, SizeIs(2));
  EXPECT_EQ(view.gaps[0].reason, GapReason::no_source);
  EXPECT_EQ(view.gaps[0].from, grid.from + 60s);
  EXPECT_EQ(view.gaps[1].reason, GapReason::not_delivered);
  EXPECT_EQ(view.gaps[1].to, grid.to);
  EXPECT_EQ(view.total.sent, 20U);
  ASSERT_THAT(view.recorded, SizeIs(1));
  EXPECT_EQ(view.recorded[0].to, grid.from + 180s);
}

TEST(SeriesRecords, SayNothingOfTheTimeAfterTheData) {
  const Moment end = grid.from + 90s;
  const HistoryView view = view_of({}, grid, end, records_in({}));
  ASSERT_THAT(view.gaps, SizeIs(1));
  EXPECT_EQ(view.gaps[0].to, grid.from + 120s);
}

TEST(SeriesRecords, SayWhenTheyWereDelivered) {
  PromSeries sent = counter("peering_prefix_probes_sent_total", {0, 10, 20, 30, 40});
  const auto spans = delivered_time(records_in({sent}), grid, grid.from + 200s);
  ASSERT_THAT(spans, SizeIs(1));
  EXPECT_EQ(spans[0].from, grid.from);
  EXPECT_EQ(spans[0].to, grid.from + 200s) << "the end of the data, within a point";
  sent.samples.erase(sent.samples.begin() + 2);
  EXPECT_THAT(delivered_time(records_in({sent}), grid, grid.to), SizeIs(2));
  EXPECT_THAT(delivered_time(records_in({}), grid, grid.to), SizeIs(0));
}

TEST(SeriesRecords, AddUpOverPrefixes) {
  const auto part = [] {
    return records_in({counter("peering_prefix_probes_sent_total", {0, 10, 20, 30, 40})});
  };
  SeriesRecords sum = part();
  add_records(sum, part());
  EXPECT_EQ(sum.points[3].sent, 20U);
}

TEST(SeriesRecords, HaveTheResultsAsSpans) {
  const PromSeries result = counter("peering_prefix_test_result", {1, 1, 3, 3, 1});
  const std::vector<const PromSeries*> series{&result};
  const auto spans = results_of(series, grid);
  ASSERT_THAT(spans, SizeIs(3));
  EXPECT_EQ(spans[1].result, TestResult::fail);
  EXPECT_EQ(spans[1].from, grid.from + 60s);
  EXPECT_EQ(spans[1].to, grid.from + 180s);
}

// A series with a label that only some servers or times have, with values at some edges.
PromSeries labelled(const std::string& name, const std::string& site,
                    const std::vector<std::optional<double>>& values) {
  PromSeries series = series_with({{"__name__", name}, {"site", site}}, start, 60, {});
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) series.samples.push_back({start + 60 * static_cast<double>(i), *values[i]});
  }
  return series;
}

std::vector<std::uint64_t> sent_of(const std::vector<PromSeries>& series) {
  std::vector<std::uint64_t> sent;
  for (const PeriodRecord& point : records_in(series).points) sent.push_back(point.sent);
  return sent;
}

constexpr auto sent_name = "peering_prefix_probes_sent_total";

TEST(SeriesOfOneCounter, CountOnceIfTheyAreReplicas) {
  const PromSeries a = labelled(sent_name, "a", {100, 200, 300, 400, 500});
  const PromSeries b = labelled(sent_name, "b", {95, 195, 295, 395, 495});
  EXPECT_THAT(sent_of({a, b}), ElementsAre(100, 100, 100, 100));
  EXPECT_THAT(sent_of({b, a}), ElementsAre(100, 100, 100, 100));
}

TEST(SeriesOfOneCounter, FillTheGapsOfAReplica) {
  const PromSeries a = labelled(sent_name, "a", {100, 200, {}, 400, 500});
  const PromSeries b = labelled(sent_name, "b", {{}, 150, 250, 350, {}});  // it lags behind
  EXPECT_THAT(sent_of({a, b}), ElementsAre(100, 100, 100, 100));
  EXPECT_THAT(sent_of({b, a}), ElementsAre(100, 100, 100, 100));
}

TEST(SeriesOfOneCounter, ContinueAfterAChangedLabel) {
  const PromSeries before = labelled(sent_name, "old", {100, 200, 300, {}, {}});
  const PromSeries after = labelled(sent_name, "new", {{}, {}, {}, 400, 510});
  EXPECT_THAT(sent_of({before, after}), ElementsAre(100, 100, 100, 110));
  const PromSeries restarted = labelled(sent_name, "new", {{}, {}, {}, 40, 140});
  EXPECT_THAT(sent_of({restarted, before}), ElementsAre(100, 100, 40, 100));
}

// The store repeats the last value of a series that has ended.
TEST(SeriesOfOneCounter, ContinueAlthoughTheOldSeriesIsRepeated) {
  const PromSeries before = labelled(sent_name, "old", {100, 200, 300, 300, 300});
  const PromSeries after = labelled(sent_name, "new", {{}, {}, {}, 400, 510});
  EXPECT_THAT(sent_of({before, after}), ElementsAre(100, 100, 100, 110));
  const PromSeries restarted = labelled(sent_name, "new", {{}, {}, {}, 40, 140});
  EXPECT_THAT(sent_of({restarted, before}), ElementsAre(100, 100, 40, 100));
  const PromSeries within = labelled(sent_name, "old", {100, 200, 250, 250, 250});
  const PromSeries begun = labelled(sent_name, "new", {{}, {}, 310, 400, 510});
  EXPECT_THAT(sent_of({within, begun}), ElementsAre(100, 110, 90, 110));
}

TEST(SeriesOfOneCounter, LeaveAReplicaThatIsStalled) {
  const PromSeries stalled = labelled(sent_name, "a", {100, 200, 200, 200, 200});
  const PromSeries live = labelled(sent_name, "b", {95, 195, 295, 395, 495});
  EXPECT_THAT(sent_of({stalled, live}), ElementsAre(100, 95, 100, 100));
  const PromSeries old = labelled(sent_name, "a", {50, 50, 50, 50, 50});
  EXPECT_THAT(sent_of({old, live}), ElementsAre(100, 100, 100, 100));
}

TEST(SeriesOfOneCounter, CountOnceIfAReplicaOnlyCatchesUp) {
  const PromSeries a = labelled(sent_name, "a", {0, 1, 1, 3, 3});
  const PromSeries b = labelled(sent_name, "b", {0, 0, 2, 2, 3});
  EXPECT_THAT(sent_of({a, b}), ElementsAre(1, 1, 1, 0));
}

TEST(SeriesRecords, HaveTheResultOfTheNewSeriesWhileTheOldOneIsRepeated) {
  const auto* const name = "peering_prefix_test_result";
  const PromSeries before = labelled(name, "old", {1, 1, 1, 1, 1});
  const PromSeries after = labelled(name, "new", {{}, {}, {}, 3, 3});
  const std::vector<const PromSeries*> series{&before, &after};
  const auto spans = results_of(series, grid);
  ASSERT_THAT(spans, SizeIs(2));
  EXPECT_EQ(spans[1].result, TestResult::fail);
}

TEST(SeriesOfOneCounter, GiveTheSameInAnyOrder) {
  const PromSeries a = labelled("peering_prefix_test_result", "a", {1, 1, 1, {}, {}});
  const PromSeries b = labelled("peering_prefix_test_result", "b", {{}, {}, 3, 3, 3});
  const std::vector<const PromSeries*> forth{&a, &b};
  const std::vector<const PromSeries*> back{&b, &a};
  ASSERT_THAT(results_of(forth, grid), SizeIs(2));
  EXPECT_EQ(results_of(forth, grid)[1].from, results_of(back, grid)[1].from);
  EXPECT_EQ(results_of(back, grid)[1].result, TestResult::fail);
}

TEST(SeriesRecords, DoNotTakeARepeatedValueForSilenceOfTheDaemon) {
  const PromSeries sent = counter(sent_name, {0, 60, 60, 60, 240});  // repeated for two minutes
  const PromSeries received = counter("peering_prefix_probes_received_total", {0, 60, 60, 60, 240});
  PromSeries samples = labelled("", "", {4, 4, {}, {}, 4});
  samples.labels.clear();
  const HistoryView view = view_of({}, grid, grid.to, records_in({sent, received, samples}));
  ASSERT_THAT(view.gaps, SizeIs(1));
  EXPECT_EQ(view.gaps[0].reason, GapReason::not_delivered);
  EXPECT_EQ(view.gaps[0].from, grid.from + 60s);
  EXPECT_EQ(view.gaps[0].to, grid.from + 180s);
  EXPECT_EQ(view.total.sent, 240U);
}

// A scrape once a minute, just after the minute, counts for the edge before it.
TEST(SeriesRecords, CountAPointAsDeliveredIfItsCounterGrows) {
  const PromSeries sent = counter(sent_name, {0, 60, 120, 180, 240});
  PromSeries samples = labelled("", "", {});
  samples.labels.clear();
  const SeriesRecords records = records_in({sent, samples});
  EXPECT_THAT(records.delivered, ElementsAre(true, true, true, true));
}

TEST(SeriesRecords, SayNotSentIfTheDaemonDeliversAndSendsNothing) {
  const PromSeries sent = counter(sent_name, {60, 60, 60, 60, 60});
  PromSeries samples = labelled("", "", {4, 4, 4, 4, 4});
  samples.labels.clear();
  const HistoryView view = view_of({}, grid, grid.to, records_in({sent, samples}));
  ASSERT_THAT(view.gaps, SizeIs(1));
  EXPECT_EQ(view.gaps[0].reason, GapReason::not_sent);
}

// The lossy branch of the lab: a third of the probes is lost; sent = received + lost, but for those
// that are in flight at the edges.
TEST(SeriesRecords, BalanceForWhatRealStoresAnswer) {
  for (const std::string store : {"prometheus", "victoria"}) {
    const PromAnswer answer = test::answer_in(store + "_report.json");
    const auto& times = answer.series[0].samples;
    ASSERT_GT(times.size(), 3U) << store;
    const Moment from{std::chrono::seconds{static_cast<std::int64_t>(times.front().time)}};
    const Moment to{std::chrono::seconds{static_cast<std::int64_t>(times.back().time)}};
    const HistoryGrid whole{from, to, 10s, Tier::minute};
    std::vector<const PromSeries*> series;
    for (const PromSeries& one : answer.series) series.push_back(&one);
    const HistoryView view = view_of({}, whole, to, records_of(series, whole));
    EXPECT_GT(view.total.sent, 150U) << store;
    EXPECT_GT(view.total.lost_total(), view.total.sent / 10) << store;
    EXPECT_EQ(view.total.round_trips.count(), view.total.received) << store;
    const auto ended = view.total.received + view.total.lost_total() + view.total.inconclusive;
    EXPECT_NEAR(static_cast<double>(ended), static_cast<double>(view.total.sent), 3) << store;
  }
}

}  // namespace
}  // namespace peeringd
