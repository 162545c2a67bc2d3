#include "history/threshold_journal.hpp"

#include <gtest/gtest.h>

#include "history/grid.hpp"
#include "history/reader.hpp"
#include "unit/history/older_schema.hpp"
#include "unit/history/writer_fixture.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment begin{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

Thresholds latency_of(double warning) {
  return {{"latency", {warning, 2 * warning, false}}};
}

class ThresholdJournalTest : public test::WriterFixture {
 protected:
  ThresholdJournalTest()
      : opened_(HistoryFile::open(folder_.path() / "journal", {}).value()),
        journal_(opened_.database()) {}

  std::vector<double> warnings(Moment from, Moment to) {
    std::vector<double> found;
    for (const ThresholdSpan& span : journal_.spans(prefix_, from, to)) {
      const auto latency = span.thresholds.find("latency");
      found.push_back(latency == span.thresholds.end() ? 0 : *latency->second.warning);
    }
    return found;
  }

  HistoryFile opened_;
  ThresholdJournal journal_;
  const EventSubject prefix_{"a", "198.18.0.0/24", {}, {}};
};

TEST_F(ThresholdJournalTest, KnowsWhatHeldWhen) {
  journal_.note({{prefix_, begin, latency_of(0.02)}});
  journal_.note({{prefix_, begin + 1h, latency_of(0.02)}});
  journal_.note({{prefix_, begin + 2h, latency_of(0.03)}});
  journal_.note({{prefix_, begin + 3h, {}}});
  const auto spans = journal_.spans(prefix_, begin + 1h, begin + 4h);
  ASSERT_EQ(spans.size(), 3U);
  EXPECT_EQ(spans[0].from, begin + 1h);
  EXPECT_EQ(spans[0].to, begin + 2h);
  EXPECT_EQ(spans[0].thresholds, latency_of(0.02));
  EXPECT_EQ(spans[1].to, begin + 3h);
  EXPECT_TRUE(spans[2].thresholds.empty()) << "none any more";
  EXPECT_EQ(warnings(begin, begin + 1h), std::vector{0.02});
  EXPECT_EQ(warnings(begin + 150min, begin + 160min), std::vector{0.03});
  EXPECT_TRUE(journal_.spans({"a", "198.18.0.0/24", "teams", {}}, begin, begin + 4h).empty());
}

TEST_F(ThresholdJournalTest, TakesTheFirstKnownForTheTimeBefore) {
  journal_.note({{prefix_, begin, latency_of(0.02)}});
  journal_.note({{prefix_, begin + 1h, latency_of(0.03)}});
  EXPECT_EQ(warnings(begin - 24h, begin + 2h), (std::vector{0.02, 0.03}));
  EXPECT_EQ(journal_.spans(prefix_, begin - 24h, begin + 2h).front().from, begin - 24h);
  EXPECT_EQ(warnings(begin - 48h, begin - 24h), std::vector{0.02});
}

TEST_F(ThresholdJournalTest, KnowsWhenThereWereNone) {
  journal_.note({{prefix_, begin, {}}});
  journal_.note({{prefix_, begin + 1h, latency_of(0.02)}});
  EXPECT_EQ(warnings(begin, begin + 2h), (std::vector{0.0, 0.02}));
}

TEST_F(ThresholdJournalTest, KeepsWhatStillHolds) {
  journal_.note({{prefix_, begin, latency_of(0.02)}});
  journal_.note({{prefix_, begin + 1h, latency_of(0.03)}});
  journal_.note({{prefix_, begin + 48h, latency_of(0.04)}});
  journal_.drop(begin + 24h);
  EXPECT_EQ(warnings(begin, begin + 72h), (std::vector{0.03, 0.04}));
}

TEST_F(ThresholdJournalTest, IsWrittenWithTheMinuteOfAChange) {
  const auto writer = this->writer();
  AlertReport report;
  const auto alerting = [&](double warning) {
    SubjectStatus status;
    status.signals.push_back({Signal::latency, {.warning = warning, .critical = {}}, {}, {}});
    status.signals.push_back({Signal::cert_expiry, {.warning = 9, .critical = {}}, {}, {}});
    report.prefixes = {{0, 0, status}};
    run_.snapshot().config = std::make_shared<const Config>(*run_.snapshot().config);
    report.config = run_.snapshot().config;
  };
  const Moment start = std::chrono::floor<std::chrono::seconds>(clock_.wall());
  for (const double warning : {0.02, 0.03}) {
    alerting(warning);
    for (int minute = 0; minute < 3; ++minute) {
      writer->add(*test::assessment_of(run_.snapshot(), &report, clock_.wall()));
      for (int burst = 0; burst < 6; ++burst) run_.probe_all();
      writer->add(run_.take_batch());
    }
  }
  writer->add(*test::assessment_of(run_.snapshot(), &report, clock_.wall()));
  const auto view = read_view(*writer->opened(), {"a", "198.18.0.0/24", {}, {}},
                              grid_of({.from = start, .to = start + 6min}, 60s));
  ASSERT_TRUE(view);
  ASSERT_EQ(view->thresholds.size(), 2U);
  EXPECT_EQ(view->thresholds[0].thresholds.size(), 1U) << "only measured signals";
  EXPECT_EQ(view->thresholds[0].thresholds.at("latency").warning, 0.02);
  EXPECT_EQ(view->thresholds[1].from, start + 3min);
  EXPECT_EQ(view->thresholds[1].thresholds.at("latency").warning, 0.03);
}

TEST_F(ThresholdJournalTest, IsAddedToAFileOfThePreviousFormat) {
  Database& database = opened_.database();
  test::make_fourth_version(database);
  ASSERT_TRUE(database.ok()) << database.error().message;
  ASSERT_TRUE(prepare_schema(database));
  EXPECT_EQ(database.number("PRAGMA user_version"), schema_version);
  EXPECT_TRUE(journal_.spans(prefix_, begin, begin + 1h).empty());
  ThresholdJournal(database).note({{prefix_, begin, latency_of(0.02)}});
  EXPECT_EQ(database.number("SELECT count(*) FROM thresholds WHERE latency_warning_ms = 20"), 1);
}

}  // namespace
}  // namespace peeringd
