#include "sample/window_recorder.hpp"

#include <gmock/gmock.h>

#include <optional>
#include <vector>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

constexpr Duration lost{-1};

std::vector<Duration> samples_of(const SampleWindow& window) {
  std::vector<Duration> samples;
  window.visit([&](Duration rtt) { samples.push_back(rtt); }, [&] { samples.push_back(lost); });
  return samples;
}

class WindowRecorderTest : public testing::Test {
 protected:
  WindowRecorderTest() {
    recorder_.answer(100, 1ms);
    snapshot_ = recorder_.share(100);
  }

  WindowRecorder recorder_{5};
  std::optional<SampleWindow> snapshot_;
};

TEST_F(WindowRecorderTest, SharesTheMemoryOfTheWindow) {
  EXPECT_TRUE(snapshot_->is_shared());
  snapshot_.reset();
  recorder_.answer(101, 2ms);
  EXPECT_EQ(recorder_.waiting(), 0U);
}

TEST_F(WindowRecorderTest, AdvancesTheWindowToWhatIsDue) {
  EXPECT_EQ(recorder_.share(103).due(), 5U);
  EXPECT_EQ(snapshot_->newest(), 100U);
}

TEST_F(WindowRecorderTest, KeepsASnapshotAsItWasTaken) {
  recorder_.lose(101);
  recorder_.answer(102, 3ms);
  EXPECT_EQ(recorder_.waiting(), 2U);
  EXPECT_TRUE(snapshot_->is_shared()) << "outcomes that wait copy nothing";
  EXPECT_THAT(samples_of(*snapshot_), ElementsAre(1ms));
}

TEST_F(WindowRecorderTest, RecordsWhatWaitedOnceTheSnapshotIsGone) {
  recorder_.lose(102);
  recorder_.answer(101, 2ms);  // out of order
  snapshot_.reset();
  recorder_.answer(103, 4ms);
  EXPECT_EQ(recorder_.waiting(), 0U);
  EXPECT_THAT(samples_of(recorder_.share(103)), ElementsAre(1ms, 2ms, lost, 4ms));
}

TEST_F(WindowRecorderTest, RecordsAnOutcomeOfAnOlderProbeThatWaited) {
  recorder_.answer(99, 9ms);
  snapshot_.reset();
  EXPECT_THAT(samples_of(recorder_.share(100)), ElementsAre(9ms, 1ms));
}

TEST_F(WindowRecorderTest, CopiesTheWindowWhenTooManyOutcomesWait) {
  for (std::uint64_t n = 0; n < WindowRecorder::most_waiting; ++n) recorder_.lose(101 + n);
  EXPECT_TRUE(snapshot_->is_shared());
  recorder_.answer(101 + WindowRecorder::most_waiting, 6ms);
  EXPECT_FALSE(snapshot_->is_shared());
  EXPECT_EQ(recorder_.waiting(), 0U);
  EXPECT_THAT(samples_of(*snapshot_), ElementsAre(1ms));
  EXPECT_THAT(samples_of(recorder_.share(105)), ElementsAre(lost, lost, lost, lost, 6ms));
}

TEST_F(WindowRecorderTest, GivesASecondSnapshotWhatWaited) {
  recorder_.answer(101, 2ms);
  EXPECT_THAT(samples_of(recorder_.share(101)), ElementsAre(1ms, 2ms));
  EXPECT_THAT(samples_of(*snapshot_), ElementsAre(1ms));
}

TEST_F(WindowRecorderTest, RecordsANumberFarAheadWithoutWaiting) {
  recorder_.answer(std::uint64_t{1} << 40U, 7ms);  // after a long time without an outcome
  EXPECT_EQ(recorder_.waiting(), 0U);
  EXPECT_THAT(samples_of(recorder_.share(0)), ElementsAre(7ms));
}

TEST_F(WindowRecorderTest, ForgetsWhatWaitedWhenItRestarts) {
  recorder_.lose(101);
  recorder_.restart(102);
  snapshot_.reset();
  recorder_.answer(102, 3ms);
  const SampleWindow window = recorder_.share(102);
  EXPECT_THAT(samples_of(window), ElementsAre(3ms));
  EXPECT_EQ(window.due(), 1U);
  EXPECT_EQ(window.capacity(), 5U);
}

TEST_F(WindowRecorderTest, KeepsWhatWaitedWhenItIsResized) {
  recorder_.lose(101);
  recorder_.resize(2);
  EXPECT_EQ(snapshot_->capacity(), 5U);
  EXPECT_THAT(samples_of(recorder_.share(101)), ElementsAre(1ms, lost));
}

}  // namespace
}  // namespace peeringd
