#include "fleet/spark_samples.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "answer_files.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment begin{100h};

// A store whose branches have sent what the test says, and the cache that asks it.
class SparkSamplesTest : public testing::Test {
 protected:
  // The median of a branch in seconds, from one time until before another one.
  void deliver(const std::string& branch, Moment from, Moment to, double median) {
    for (Moment time = from; time < to; time += 10min) medians_[branch][time] = median;
  }

  void forget() { medians_.clear(); }

  // Returns the length of the span that is read.
  std::chrono::minutes refresh(Moment now, const std::set<std::string>& current,
                               std::vector<std::string> warnings = {}) {
    FleetState state;
    for (const std::string& branch : current) {
      state.connections[{"isp", branch}].current = true;
    }
    const HistoryGrid asked = samples_.due(state, WallTime{now});
    PromAnswer medians{{}, warnings};
    for (const auto& [branch, values] : medians_) add_answer(medians, branch, values, asked);
    samples_.take(std::move(medians), PromAnswer{{}, std::move(warnings)}, asked, state,
                  WallTime{now});
    return std::chrono::floor<std::chrono::minutes>(asked.to - asked.from);
  }

  // The medians of a branch in seconds, of points that end at `from` or later; 0: none.
  std::vector<int> points(const std::string& branch, Moment from) const {
    const auto sparks = samples_.sparks();
    std::vector<int> found;
    const auto one = sparks->points.find("isp@" + branch + " p");
    if (one == sparks->points.end()) return found;
    for (std::size_t i = 0; i < one->second.size(); ++i) {
      if (sparks->grid.from + 10min * static_cast<int>(i + 1) < from) continue;
      found.push_back(static_cast<int>(one->second[i].median.value_or(0)));
    }
    return found;
  }

 private:
  static void add_answer(PromAnswer& answer, const std::string& branch,
                         const std::map<Moment, double>& values, const HistoryGrid& asked) {
    PromSeries series{{{"__name__", "peering_prefix_window_rtt_seconds"},
                       {"connection", "isp"},
                       {"instance", branch},
                       {"prefix", "p"}},
                      {}};
    for (const auto& [time, value] : values) {
      if (time < asked.from || time > asked.to) continue;
      series.samples.push_back({static_cast<double>(time.time_since_epoch().count()), value});
    }
    if (!series.samples.empty()) answer.series.push_back(std::move(series));
  }

  SparkSamples samples_;
  std::map<std::string, std::map<Moment, double>> medians_;
};

TEST_F(SparkSamplesTest, AsksForSixHoursOnceAnHourAndForTheNewestOtherwise) {
  std::map<std::chrono::minutes, int> asked;
  for (Moment now = begin; now < begin + 2h; now += 5min) ++asked[refresh(now, {"a"})];
  EXPECT_EQ(asked, (std::map<std::chrono::minutes, int>{{6h, 2}, {20min, 12}, {30min, 10}}));
}

TEST_F(SparkSamplesTest, HasAllSixHoursAfterPartsOfThem) {
  deliver("a", begin - 6h, begin + 30min, 5);
  refresh(begin, {"a"});
  deliver("a", begin + 10min, begin + 60min, 7);
  for (Moment now = begin + 5min; now < begin + 45min; now += 5min) refresh(now, {"a"});
  std::vector<int> expected(32, 5);
  expected.insert(expected.end(), 4, 7);
  EXPECT_EQ(points("a", Moment{}), expected);
}

TEST_F(SparkSamplesTest, ShowsWhatABranchDeliversAnHourLateWithinTheHour) {
  deliver("a", begin - 6h, begin, 5);
  refresh(begin, {"a", "b"});
  deliver("b", begin - 2h, begin + 2h, 9);
  refresh(begin + 30min, {"a", "b"});
  EXPECT_EQ(points("b", begin - 1h).front(), 0);
  refresh(begin + 1h, {"a", "b"});
  EXPECT_EQ(points("b", begin - 1h), std::vector<int>(13, 9));
}

TEST_F(SparkSamplesTest, ShowsAtOnceWhatABranchHasDeliveredBeforeItIsCurrentAgain) {
  deliver("a", begin - 6h, begin + 2h, 5);
  refresh(begin, {"a"});
  deliver("b", begin - 2h, begin + 2h, 9);
  EXPECT_EQ(refresh(begin + 10min, {"a", "b"}), 6h);
  EXPECT_EQ(points("b", begin - 1h), std::vector<int>(8, 9));
  EXPECT_EQ(refresh(begin + 20min, {"b"}), 30min);
  EXPECT_EQ(refresh(begin + 30min, {"a", "b"}), 6h) << "it has come back";
}

TEST_F(SparkSamplesTest, ForgetsAConnectionThatDisappears) {
  deliver("a", begin - 6h, begin + 20min, 5);
  deliver("b", begin - 6h, begin + 9h, 5);
  refresh(begin, {"a", "b"});
  for (Moment now = begin + 10min; now < begin + 50min; now += 10min) refresh(now, {"b"});
  EXPECT_EQ(points("a", begin), (std::vector<int>{5, 5, 0, 0, 0}));
  for (Moment now = begin + 50min; now < begin + 8h; now += 10min) refresh(now, {"b"});
  EXPECT_TRUE(points("a", begin).empty());
}

TEST_F(SparkSamplesTest, AsksForWhatItHasMissedWhileTheStoreDidNotAnswer) {
  deliver("a", begin - 6h, begin + 1h, 5);
  refresh(begin, {"a"});
  EXPECT_EQ(refresh(begin + 40min, {"a"}), 60min);
  EXPECT_EQ(points("a", begin), std::vector<int>(5, 5));
}

TEST_F(SparkSamplesTest, KeepsWhatAStoreHasForgottenUntilItAsksForAll) {
  deliver("a", begin - 6h, begin, 5);
  refresh(begin, {"a"});
  forget();
  deliver("a", begin, begin + 2h, 7);
  refresh(begin + 10min, {"a"});
  EXPECT_EQ(points("a", begin - 30min), (std::vector<int>{5, 0, 0, 7, 7}));
  refresh(begin + 1h, {"a"});
  EXPECT_EQ(points("a", begin - 30min), (std::vector<int>{0, 0, 0, 7, 7, 7, 7, 7, 7, 7}));
}

TEST_F(SparkSamplesTest, KeepsWhatAPartialAnswerLacks) {
  deliver("a", begin - 6h, begin + 1h, 5);
  refresh(begin, {"a"});
  forget();
  EXPECT_EQ(refresh(begin + 10min, {"a"}, {"shard-1: connection refused"}), 30min);
  EXPECT_EQ(points("a", begin - 20min), (std::vector<int>{5, 5, 5, 0}));
  deliver("a", begin - 6h, begin + 1h, 5);
  EXPECT_EQ(refresh(begin + 20min, {"a"}), 40min) << "since the last complete answer";
  EXPECT_EQ(points("a", begin - 20min), std::vector<int>(5, 5));
}

TEST_F(SparkSamplesTest, AsksForAllAgainAfterAStepOfTheClockBack) {
  EXPECT_EQ(refresh(begin, {"a"}), 6h);
  EXPECT_EQ(refresh(begin - 1h, {"a"}), 6h);
}

}  // namespace
}  // namespace peeringd
