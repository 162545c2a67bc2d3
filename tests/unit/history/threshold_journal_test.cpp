#include "history/threshold_journal.hpp"

#include <gtest/gtest.h>

#include <map>
#include <tuple>
#include <utility>

#include "history/assessed_thresholds.hpp"
#include "history/grid.hpp"
#include "history/reader.hpp"
#include "unit/history/older_schema.hpp"
#include "unit/history/small_disk.hpp"
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

  void note(Moment time, const Thresholds& thresholds) {
    journal_.note({prefix_, time, thresholds});
  }

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
  note(begin, latency_of(0.02));
  note(begin + 1h, latency_of(0.02));
  note(begin + 2h, latency_of(0.03));
  note(begin + 3h, {});
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
  note(begin, latency_of(0.02));
  note(begin + 1h, latency_of(0.03));
  EXPECT_EQ(warnings(begin - 24h, begin + 2h), (std::vector{0.02, 0.03}));
  EXPECT_EQ(journal_.spans(prefix_, begin - 24h, begin + 2h).front().from, begin - 24h);
  EXPECT_EQ(warnings(begin - 48h, begin - 24h), std::vector{0.02});
}

TEST_F(ThresholdJournalTest, KnowsWhenThereWereNone) {
  note(begin, {});
  note(begin + 1h, latency_of(0.02));
  EXPECT_EQ(warnings(begin, begin + 2h), (std::vector{0.0, 0.02}));
}

TEST_F(ThresholdJournalTest, KeepsWhatStillHolds) {
  note(begin, latency_of(0.02));
  note(begin + 1h, latency_of(0.03));
  note(begin + 48h, latency_of(0.04));
  journal_.drop(begin + 24h);
  EXPECT_EQ(warnings(begin, begin + 72h), (std::vector{0.03, 0.04}));
}

// One change in each of ten hours' minutes.
TEST_F(ThresholdJournalTest, KnowsTheThresholdsOfMoreChangesThanItReturns) {
  const auto warning = [](Moment time) {
    return 0.001 * static_cast<double>((time - begin) / 1min + 1);
  };
  for (Moment time = begin; time < begin + 10h; time += 1min) note(time, latency_of(warning(time)));
  const Moment from = begin + 30s;
  const Moment to = begin + 10h;
  const auto spans = journal_.spans(prefix_, from, to);
  EXPECT_LE(spans.size(), ThresholdJournal::max_spans);
  EXPECT_GT(spans.size(), ThresholdJournal::max_spans / 2);
  EXPECT_EQ(spans.front().from, from);
  EXPECT_EQ(spans.front().thresholds, latency_of(warning(begin))) << "not those of a later time";
  EXPECT_EQ(spans.back().to, to);
  EXPECT_EQ(spans.back().thresholds, latency_of(warning(to - 1min)));
  for (std::size_t i = 1; i < spans.size(); ++i) {
    EXPECT_EQ(spans[i].from, spans[i - 1].to);
    EXPECT_EQ(spans[i].thresholds, latency_of(warning(spans[i].from)));
  }
  EXPECT_EQ(journal_.spans(prefix_, begin + 1h, begin + 2h).size(), 60U) << "all of a shorter span";
}

TEST_F(ThresholdJournalTest, KeepsWhatHeldLastByDate) {
  note(begin + 2h, latency_of(0.03));
  note(begin + 1h, latency_of(0.02));  // the clock was set back
  journal_.drop(begin + 24h);
  EXPECT_EQ(warnings(begin, begin + 24h), std::vector{0.03});
}

// A daemon whose configuration is reloaded with other thresholds of its first prefix.
class ReloadedThresholds : public test::WriterFixture {
 protected:
  void reload(double warning) {
    SubjectStatus status;
    status.signals.push_back({Signal::latency, {.warning = warning, .critical = {}}, {}, {}});
    status.signals.push_back({Signal::cert_expiry, {.warning = 9, .critical = {}}, {}, {}});
    report_.prefixes = {{0, 0, status}};
    run_.snapshot().config = std::make_shared<const Config>(*run_.snapshot().config);
    report_.config = run_.snapshot().config;
  }

  void pass_minutes(HistoryWriter& writer, int minutes) {
    for (int minute = 0; minute < minutes; ++minute) {
      assess(writer);
      for (int burst = 0; burst < 6; ++burst) run_.probe_all();
      writer.add(run_.take_batch());
    }
    assess(writer);
  }

  void assess(HistoryWriter& writer) {
    writer.add(*test::assessment_of(run_.snapshot(), &report_, clock_.wall()));
  }

  Moment now() const { return std::chrono::floor<std::chrono::seconds>(clock_.wall()); }

  static std::vector<std::pair<Moment, double>> limits(HistoryWriter& writer, Moment from,
                                                       Moment to) {
    const auto view = read_view(*writer.opened(), {"a", "198.18.0.0/24", {}, {}},
                                grid_of({.from = from, .to = to}, 60s));
    std::vector<std::pair<Moment, double>> found;
    for (const ThresholdSpan& span : view->thresholds) {
      found.emplace_back(span.from, *span.thresholds.at("latency").warning);
    }
    return found;
  }

  using Limits = std::vector<std::pair<Moment, double>>;

  AlertReport report_;
};

TEST_F(ReloadedThresholds, HoldOnceTheClockWasSetBackBetweenTwoReloads) {
  const auto writer = this->writer();
  reload(0.02);
  pass_minutes(*writer, 3);
  clock_.step_wall(-1h);
  reload(0.03);
  const Moment start = now();
  pass_minutes(*writer, 70);
  const auto found = limits(*writer, start, now());
  EXPECT_EQ(found.front(), std::pair(start, 0.03));
  EXPECT_EQ(found.back().second, 0.03) << "also when the time of the first reload has come again";
  EXPECT_EQ(limits(*writer, now() - 3min, now()), (Limits{{now() - 3min, 0.03}}));
}

TEST_F(ReloadedThresholds, HoldIfTheClockIsSetBackBehindThem) {
  const auto writer = this->writer();
  reload(0.02);
  pass_minutes(*writer, 3);
  clock_.advance(1h);
  reload(0.03);
  pass_minutes(*writer, 3);
  clock_.step_wall(-30min);
  pass_minutes(*writer, 5);
  EXPECT_EQ(limits(*writer, now() - 3min, now()), (Limits{{now() - 3min, 0.03}}));
}

TEST_F(ReloadedThresholds, AreNotHiddenByThoseOfAClockThatWasWrong) {
  const auto run = [&](double warning) {
    auto writer = this->writer();
    run_.snapshot() = test::blank_snapshot(test::simulated_config());
    reload(warning);
    pass_minutes(*writer, 3);
    return writer;
  };
  run(0.02);
  clock_.step_wall(24h * 3650);
  run(0.03);
  clock_.step_wall(-24h * 3650);
  const auto writer = run(0.03);
  EXPECT_EQ(limits(*writer, now() - 3min, now()), (Limits{{now() - 3min, 0.03}}));
}

TEST_F(ReloadedThresholds, HoldIfTheClockWasBehindUntilTheFirstWrite) {
  {
    const auto writer = this->writer();
    reload(0.02);
    pass_minutes(*writer, 3);
  }
  clock_.step_wall(-24h * 30);
  const auto writer = this->writer();
  run_.snapshot() = test::blank_snapshot(test::simulated_config());
  reload(0.03);
  assess(*writer);
  clock_.step_wall(24h * 30);
  pass_minutes(*writer, 5);
  EXPECT_EQ(limits(*writer, now() - 3min, now()), (Limits{{now() - 3min, 0.03}}));
}

TEST_F(ReloadedThresholds, AreAllKeptWhileTheDiskIsFull) {
  const auto folder = folder_.path() / "history";
  const test::SmallDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount";
  const auto writer = this->writer();
  const Moment start = now();
  reload(0.02);
  pass_minutes(*writer, 3);
  writer->opened()->file.database().run("PRAGMA wal_checkpoint(TRUNCATE)");
  disk.fill(0);
  for (const double warning : {0.03, 0.04}) {
    reload(warning);
    pass_minutes(*writer, 3);
    EXPECT_FALSE(writer->facts().up) << "otherwise this test shows nothing";
  }
  disk.free();
  pass_minutes(*writer, 2);
  EXPECT_TRUE(writer->facts().up) << writer->facts().problem;
  EXPECT_EQ(limits(*writer, start, now()),
            (Limits{{start, 0.02}, {start + 3min, 0.03}, {start + 6min, 0.04}}));
  pass_minutes(*writer, 3);
  EXPECT_EQ(
      writer->opened()->file.database().number("SELECT count(*) FROM threshold WHERE endpoint = ''"
                                               " AND connection = 'a'"),
      3);
  finish(*writer);
  EXPECT_EQ(stored().sent, sent());
}

TEST_F(ReloadedThresholds, AreWrittenWithTheMinuteOfAChange) {
  const auto writer = this->writer();
  const Moment start = now();
  reload(0.02);
  pass_minutes(*writer, 3);
  reload(0.03);
  pass_minutes(*writer, 3);
  const auto view = read_view(*writer->opened(), {"a", "198.18.0.0/24", {}, {}},
                              grid_of({.from = start, .to = start + 6min}, 60s));
  ASSERT_TRUE(view);
  ASSERT_EQ(view->thresholds.size(), 2U);
  EXPECT_EQ(view->thresholds[0].thresholds.size(), 1U) << "only measured signals";
  EXPECT_EQ(view->thresholds[0].thresholds.at("latency").warning, 0.02);
  EXPECT_EQ(view->thresholds[1].from, start + 3min);
  EXPECT_EQ(view->thresholds[1].thresholds.at("latency").warning, 0.03);
}

// 100,000 targets do not have 100,000 copies.
TEST_F(ReloadedThresholds, AreHeldOnceEach) {
  reload(0.02);
  run_.snapshot() = test::blank_snapshot(test::simulated_config(20));
  report_.prefixes[0].status.signals.clear();
  SubjectStatus status = report_.prefixes[0].status;
  status.signals = {{Signal::latency, {.warning = 0.02, .critical = {}}, {}, {}}};
  for (std::uint32_t connection = 1; connection < 20; ++connection) {
    report_.prefixes.push_back({connection, 0, status});
  }
  status.signals[0].rule.warning = 0.03;
  report_.paths = {{3, 0, 1, status}};
  const AssessedThresholds all =
      assessed_thresholds(*test::assessment_of(run_.snapshot(), &report_), begin);
  EXPECT_EQ(all.subjects.size(), 20U * 3) << "prefixes, and two paths of each";
  EXPECT_EQ(all.values.size(), 3U) << "none, and two others";
  std::map<std::tuple<std::string, std::string, std::string>, Thresholds> found;
  for (const auto& subject : all.subjects) {
    const auto [names, time, thresholds] = all.change_of(subject, begin + 1h);
    EXPECT_EQ(time, begin + 1h);
    found[{names.connection, names.prefix, names.endpoint}] = thresholds;
  }
  EXPECT_EQ(found.size(), all.subjects.size());
  EXPECT_TRUE(found.at({"a", "198.18.0.0/24", ""}).empty());
  EXPECT_EQ(found.at({"t", "198.18.19.0/24", ""}).at("latency").warning, 0.02);
  EXPECT_EQ(found.at({"d", "198.18.3.0/24", "exchange"}).at("latency").warning, 0.03);
  EXPECT_TRUE(found.at({"d", "198.18.3.0/24", "teams"}).empty());
}

TEST_F(ThresholdJournalTest, IsAddedToAFileOfThePreviousFormat) {
  Database& database = opened_.database();
  test::make_fourth_version(database);
  ASSERT_TRUE(database.ok()) << database.error().message;
  ASSERT_TRUE(prepare_schema(database));
  EXPECT_EQ(database.number("PRAGMA user_version"), schema_version);
  EXPECT_TRUE(journal_.spans(prefix_, begin, begin + 1h).empty());
  ThresholdJournal(database).note({prefix_, begin, latency_of(0.02)});
  EXPECT_EQ(database.number("SELECT count(*) FROM thresholds WHERE latency_warning_ms = 20"), 1);
}

}  // namespace
}  // namespace peeringd
