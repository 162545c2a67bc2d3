// Judges the connections every second: has the engine take a snapshot, works it out on a thread of
// its own so that probing does not notice, and writes each transition to the log.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <mutex>

#include "alert/alert_monitor.hpp"
#include "engine/engine.hpp"

namespace peeringd {

/// Does nothing where `config` has no threshold. The engine must outlive it, and its loop must not
/// turn any more when it is destroyed.
class AlertWatch {
 public:
  AlertWatch(Engine& engine, const Clock& clock, const Config& config);
  ~AlertWatch();  // NOLINT(bugprone-exception-escape): as stop()
  AlertWatch(const AlertWatch&) = delete;
  AlertWatch& operator=(const AlertWatch&) = delete;

  /// Once.
  void start();

  /// Ends the thread. Idempotent.
  void stop();

  /// The last evaluation; none before the first. Any thread.
  std::shared_ptr<const AlertReport> latest() const;

 private:
  void wait(Duration time);
  void evaluate(const Snapshot& snapshot);

  Engine& engine_;
  const Clock& clock_;
  const bool enabled_;
  AlertMonitor monitor_;
  mutable std::mutex mutex_;
  std::shared_ptr<const AlertReport> latest_;  // guarded by mutex_
  boost::asio::thread_pool thread_{1};
  boost::asio::steady_timer timer_{thread_};
};

}  // namespace peeringd
