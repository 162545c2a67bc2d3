// Assesses all connections each second: takes a snapshot, computes its figures, evaluates the
// alerts, and publishes the result as one immutable Assessment. It runs on a thread of its own, so
// it does not delay probing. Changes are published as events.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "alert/alert_monitor.hpp"
#include "base/clock.hpp"
#include "model/assessment.hpp"
#include "model/event.hpp"
#include "monitor/observation_events.hpp"
#include "reachability/reach_monitor.hpp"

namespace peeringd {

/// What is found out about the lines and paths of prefixes. Called on the monitor's thread; a null
/// one finds out nothing. Results are in the order of Snapshot::prefixes.
struct LineSources {
  /// The access lines; may block for some milliseconds.
  std::function<std::vector<AccessLine>(const Snapshot&)> access_lines{};
  /// The finished traces.
  std::function<std::vector<PrefixTraces>(const Snapshot&, const Rollup&, const ReachReport&)>
      traces{};
};

/// Assessments use at most 5 % of one processor: with very many targets they are made less often.
class Monitor {
 public:
  using SnapshotTaken = std::function<void(std::shared_ptr<const Snapshot>)>;
  /// Takes a snapshot and calls back with it, on any thread.
  using SnapshotSource = std::function<void(SnapshotTaken)>;
  using Published = std::function<void(const std::shared_ptr<const Assessment>&)>;

  /// The clock must outlive the monitor. `take_snapshot` must not call back once stop() has
  /// returned.
  Monitor(SnapshotSource take_snapshot, const Clock& clock, EventSink events,
          LineSources lines = {});
  ~Monitor();  // NOLINT(bugprone-exception-escape): as stop()
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  /// `subscriber` is called with each assessment from then on, on the monitor's thread. Before
  /// start().
  void subscribe(Published subscriber);

  /// Begins with an assessment at once. Once.
  void start();

  /// Ends the thread; what waits for an assessment is dropped. Idempotent.
  void stop();

  /// The last assessment; null before the first. Any thread.
  std::shared_ptr<const Assessment> latest() const;

  /// Calls `published` with the last assessment: before it returns or, when there has been none
  /// yet, with the first, on the monitor's thread. Any thread.
  void when_published(Published published);

  /// Makes one more assessment as soon as possible, of a snapshot that is taken after this call,
  /// and then calls `published` with it, on the monitor's thread. Any thread.
  void assess_now(Published published);

 private:
  void look();
  void wait(Duration time);
  void on_snapshot(const std::shared_ptr<const Snapshot>& snapshot);
  std::shared_ptr<const Assessment> assess(const std::shared_ptr<const Snapshot>& snapshot);
  void publish(const std::shared_ptr<const Assessment>& assessment);

  const SnapshotSource take_snapshot_;
  const Clock& clock_;
  const EventSink events_;
  const LineSources lines_;
  // Of the monitor's thread.
  ReachMonitor reach_;
  AlertMonitor alerts_;
  ObservationEvents observation_events_;
  std::vector<Published> subscribers_;
  std::vector<Published> next_;   // wait for the assessment that is being made
  std::vector<Published> after_;  // wait for the one after it
  bool looking_ = false;

  mutable std::mutex mutex_;
  std::shared_ptr<const Assessment> latest_;  // guarded by mutex_
  boost::asio::thread_pool thread_{1};
  boost::asio::steady_timer timer_{thread_};
};

}  // namespace peeringd
