// Assesses all connections each second: takes a snapshot, computes its figures, evaluates the
// alerts, and publishes the result as one immutable Assessment. It runs on a thread of its own, so
// it does not delay probing. Changes are published as events.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "assessment/alert_monitor.hpp"
#include "assessment/maintenance.hpp"
#include "assessment/observation_events.hpp"
#include "assessment/packet_size_events.hpp"
#include "base/clock.hpp"
#include "model/assessment.hpp"
#include "model/event.hpp"
#include "model/persistent_state.hpp"
#include "reachability/reach_monitor.hpp"

namespace peeringd {

/// Optional callbacks for access lines and traces; may be null. Called on the monitor's thread.
/// They return one element per prefix, in the order of Snapshot::prefixes.
struct DiagnosticInputs {
  /// The access lines; may block for some milliseconds.
  std::function<std::vector<AccessLine>(const Snapshot&)> access_lines{};
  /// The finished traces.
  std::function<std::vector<PrefixTraces>(const Snapshot&, const Rollup&, const ReachReport&)>
      traces{};
  /// Which sizes of packets pass where HTTPS stalls.
  std::function<std::vector<std::optional<PacketSizes>>(const Snapshot&, const Rollup&,
                                                        const ReachReport&)>
      packet_sizes{};
  /// What is known of the routes; may return null.
  std::function<std::shared_ptr<const RouteReport>()> routes{};
};

/// Assessments use at most 5 % of one processor: with very many targets they are made less often.
class Monitor {
 public:
  using SnapshotTaken = std::function<void(std::unique_ptr<Snapshot>)>;
  /// Takes a snapshot and calls back with it, on any thread.
  using SnapshotSource = std::function<void(SnapshotTaken)>;
  /// Must not throw.
  using Published = std::function<void(const std::shared_ptr<const Assessment>&)>;

  /// The clock must outlive the monitor. `take_snapshot` must not call back once stop() has
  /// returned.
  Monitor(SnapshotSource take_snapshot, const Clock& clock, EventSink events,
          DiagnosticInputs inputs = {});
  ~Monitor();  // NOLINT(bugprone-exception-escape): behaves like stop()
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  /// Registers `subscriber`: it is called with each assessment, on the monitor's thread. Call
  /// before start().
  void subscribe(Published subscriber);

  /// Restores the state of a previous run. Call before start().
  void restore(PersistentState state);

  /// Starts and assesses immediately. Call once.
  void start();

  /// Ends the thread and drops the callbacks that wait for an assessment. Idempotent.
  void stop();

  /// The last assessment; null before the first. Any thread.
  std::shared_ptr<const Assessment> latest() const;

  /// Calls `published` with the last assessment before it returns. If there is none yet, calls it
  /// with the first one, on the monitor's thread. Any thread.
  void when_published(Published published);

  /// Makes one more assessment as soon as possible, of a snapshot that is taken after this call,
  /// and then calls `published` with it, on the monitor's thread. Any thread.
  void assess_now(Published published);

  /// Announces maintenance of the connection until `until`, or ends it with a time that has
  /// passed. Then behaves like assess_now(). Any thread.
  void announce_maintenance(std::string connection, WallTime until, Published published);

 private:
  void assess_next();
  void wait(Duration time);
  void on_snapshot(std::unique_ptr<Snapshot> snapshot);
  std::shared_ptr<const Assessment> assess(std::unique_ptr<Snapshot> measured);
  void publish(const std::shared_ptr<const Assessment>& assessment);

  const SnapshotSource take_snapshot_;
  const Clock& clock_;
  const EventSink events_;
  const DiagnosticInputs inputs_;
  // Used on the monitor's thread only.
  Maintenance maintenance_;
  ReachMonitor reach_;
  AlertMonitor alerts_;
  ObservationEvents observation_events_;
  PacketSizeEvents packet_size_events_;
  std::vector<Published> subscribers_;
  std::vector<Published>
      waiting_for_current_;                  // callbacks that wait for the assessment in progress
  std::vector<Published> waiting_for_next_;  // callbacks that wait for the next assessment
  bool assessing_ = false;

  mutable std::mutex mutex_;
  std::shared_ptr<const Assessment> latest_;  // guarded by mutex_
  boost::asio::thread_pool thread_{1};
  boost::asio::steady_timer timer_{thread_};
};

}  // namespace peeringd
