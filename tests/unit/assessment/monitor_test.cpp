#include "assessment/monitor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "support/manual_clock.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;
using ::testing::ElementsAre;

using AssessmentPtr = std::shared_ptr<const Assessment>;

// A monitor of one connection. The test supplies its snapshots from its own thread.
class MonitorTest : public ::testing::Test {
 protected:
  ~MonitorTest() override { monitor_.stop(); }

  // Waits for the next request of a snapshot.
  void give(Duration round_trip) {
    Monitor::SnapshotTaken taken;
    {
      std::unique_lock lock(mutex_);
      if (!asked_.wait_for(lock, 30s, [&] { return waiting_ != nullptr; })) {
        throw std::runtime_error("no snapshot was requested");
      }
      taken = std::exchange(waiting_, nullptr);
    }
    AlertConfig alerts;
    alerts.latency = {50ms, 100ms};
    alerts.hold = 0s;
    alerts.min_samples = 1;
    ConnectionConfig connection = test::connection("seattle", {prefix("203.0.113.0/24")});
    connection.prefixes[0].alerts = with_thresholds_ ? alerts : AlertConfig{};
    auto snapshot = std::make_unique<Snapshot>(
        blank_snapshot(config({endpoint("edge", "192.0.2.1", {icmp_probe()})}, {connection})));
    snapshot->taken_at = clock_.now();
    answer(snapshot->targets[0], 1, 30, round_trip);
    taken(std::move(snapshot));
  }

  // Waits for the assessment that `ask` receives.
  template <typename Ask>
  AssessmentPtr result_of(Ask ask, Duration round_trip) {
    auto promise = std::make_shared<std::promise<AssessmentPtr>>();
    ask([promise](const AssessmentPtr& assessment) { promise->set_value(assessment); });
    give(round_trip);
    return promise->get_future().get();
  }

  static Duration median(const AssessmentPtr& assessment) {
    return *assessment->rollup.targets.at(0).median();
  }

  std::mutex mutex_;
  std::condition_variable asked_;
  Monitor::SnapshotTaken waiting_;
  ManualClock clock_;
  bool with_thresholds_ = true;
  std::vector<Event> events_;  // used on the monitor's thread until an assessment is published
  Monitor monitor_{[this](Monitor::SnapshotTaken taken) {
                     const std::lock_guard lock(mutex_);
                     waiting_ = std::move(taken);
                     asked_.notify_all();
                   },
                   clock_, [this](Event event) { events_.push_back(std::move(event)); }};
};

TEST_F(MonitorTest, HasNoAssessmentBeforeTheFirst) {
  EXPECT_EQ(monitor_.latest(), nullptr);
}

TEST_F(MonitorTest, PublishesFiguresAndResultsOfOneSnapshot) {
  monitor_.start();
  const AssessmentPtr first =
      result_of([&](auto published) { monitor_.when_published(published); }, 70ms);
  EXPECT_EQ(median(first), 70ms);
  EXPECT_EQ(first->alerts.connections.at(0).overall.result, TestResult::warning);
  EXPECT_EQ(monitor_.latest(), first);
}

TEST_F(MonitorTest, ReportsReachabilityWithoutThresholds) {
  with_thresholds_ = false;
  monitor_.start();
  const AssessmentPtr first =
      result_of([&](auto published) { monitor_.when_published(published); }, 70ms);
  EXPECT_EQ(first->reach.connections.at(0).up, true);
  EXPECT_EQ(first->alerts.connections.at(0).overall.result, TestResult::pass);
  EXPECT_EQ(median(first), 70ms);
}

TEST_F(MonitorTest, CallsBackImmediatelyWithAnAssessment) {
  monitor_.start();
  const AssessmentPtr first =
      result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  AssessmentPtr again;
  monitor_.when_published([&](const AssessmentPtr& assessment) { again = assessment; });
  EXPECT_EQ(again, first);
}

TEST_F(MonitorTest, RestoresTheMaintenanceOfAPreviousRun) {
  PersistentState state;
  state.maintenance["seattle"] = clock_.wall() + 1h;
  monitor_.restore(state);
  monitor_.start();
  const AssessmentPtr first =
      result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  EXPECT_EQ(first->maintenance, std::vector<bool>{true});
  EXPECT_EQ(first->announced, state.maintenance);
}

TEST_F(MonitorTest, ReassessesOnDemand) {
  monitor_.start();
  result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  const AssessmentPtr second =
      result_of([&](auto published) { monitor_.assess_now(published); }, 20ms);
  EXPECT_EQ(median(second), 20ms);
  EXPECT_EQ(monitor_.latest(), second);
}

TEST_F(MonitorTest, TakesANewSnapshotForRequestsDuringASnapshot) {
  monitor_.start();
  {
    std::unique_lock lock(mutex_);
    asked_.wait(lock, [&] { return waiting_ != nullptr; });
  }
  std::promise<AssessmentPtr> promise;
  monitor_.assess_now([&](const AssessmentPtr& assessment) { promise.set_value(assessment); });
  // In any order, the snapshot that was being taken does not count.
  std::promise<void> posted;
  monitor_.when_published([&](const AssessmentPtr& /*first*/) { posted.set_value(); });
  give(10ms);
  posted.get_future().get();
  give(20ms);
  EXPECT_EQ(median(promise.get_future().get()), 20ms);
}

TEST_F(MonitorTest, PublishesToItsSubscribersInOrder) {
  std::vector<Duration> medians;
  monitor_.subscribe(
      [&](const AssessmentPtr& assessment) { medians.push_back(median(assessment)); });
  monitor_.start();
  result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  result_of([&](auto published) { monitor_.assess_now(published); }, 20ms);
  EXPECT_THAT(medians, ElementsAre(10ms, 20ms));
}

// On a busy host an assessment takes long and costs little: an outage must not wait for the next.
TEST_F(MonitorTest, PausesNoLongerForTimeWithoutAProcessor) {
  monitor_.subscribe([&](const AssessmentPtr& /*assessment*/) { clock_.wait_for_cpu(10s); });
  monitor_.start();
  result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  std::unique_lock lock(mutex_);
  EXPECT_TRUE(asked_.wait_for(lock, 10s, [&] { return waiting_ != nullptr; }));
}

TEST_F(MonitorTest, PublishesNoEventForTheFirstPassOfASignal) {
  monitor_.start();
  result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  for (const Event& event : events_) {
    EXPECT_TRUE(event.fields.empty() || event.fields[0].first != "signal") << to_string(event);
  }
}

TEST_F(MonitorTest, PublishesEventsForChangedResults) {
  monitor_.start();
  result_of([&](auto published) { monitor_.when_published(published); }, 10ms);
  result_of([&](auto published) { monitor_.assess_now(published); }, 200ms);
  std::vector<std::string> failures;
  for (const Event& event : events_) {
    const bool fails = std::find(event.fields.begin(), event.fields.end(),
                                 EventField{"to", "Fail"}) != event.fields.end();
    if (fails) failures.push_back(to_string(event.subject));
  }
  EXPECT_THAT(failures,
              ElementsAre("seattle 203.0.113.0/24 edge", "seattle 203.0.113.0/24", "seattle"));
}

}  // namespace
}  // namespace peeringd
