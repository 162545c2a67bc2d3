// Judges the connections every second: has the engine take a snapshot, works it out on a thread of
// its own so that probing does not notice, and writes each transition to the log.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <mutex>

#include "alert/alert_monitor.hpp"
#include "engine/engine.hpp"

namespace peeringd {

/// Does nothing while the configuration has no threshold. The engine must outlive it, and its loop
/// must not turn any more when it is destroyed.
class AlertWatch {
 public:
  using Reported = std::function<void(std::shared_ptr<const AlertReport>)>;

  AlertWatch(Engine& engine, const Clock& clock, const Config& config);
  ~AlertWatch();  // NOLINT(bugprone-exception-escape): as stop()
  AlertWatch(const AlertWatch&) = delete;
  AlertWatch& operator=(const AlertWatch&) = delete;

  /// Once.
  void start();

  /// From now on `config` is in force. Any thread.
  void use(const Config& config);

  /// Ends the thread. Idempotent.
  void stop();

  /// The last evaluation; none before the first. Any thread.
  std::shared_ptr<const AlertReport> latest() const;

  /// Calls `reported` with the last evaluation of the configuration that the snapshot is of: before
  /// it returns or, when there has been none yet, from the watch's own thread, with one of this
  /// snapshot. With null where that configuration has no threshold. Any thread.
  void report_for(std::shared_ptr<const Snapshot> snapshot, Reported reported);

 private:
  void wait(Duration time);
  void look();
  void evaluate(const Snapshot& snapshot);

  Engine& engine_;
  const Clock& clock_;
  std::atomic<bool> enabled_;
  AlertMonitor monitor_;
  mutable std::mutex mutex_;
  std::shared_ptr<const AlertReport> latest_;  // guarded by mutex_
  boost::asio::thread_pool thread_{1};
  boost::asio::steady_timer timer_{thread_};
};

}  // namespace peeringd
