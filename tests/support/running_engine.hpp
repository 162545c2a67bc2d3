// An engine with its own loop, which the test runs.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>

#include "engine/engine.hpp"
#include "model/config.hpp"

namespace peeringd::test {

inline bool balanced(const ProbeCounters& counters) {
  return counters.sent ==
         counters.received + counters.lost_total() + counters.inconclusive + counters.in_flight;
}

/// An engine with its own loop. Checks the counters of every snapshot.
class RunningEngine {
 public:
  explicit RunningEngine(Config config, EngineOptions options = {})
      : engine_(context_.get_executor(), clock_, std::make_shared<const Config>(std::move(config)),
                std::move(options)) {}

  Result<void> start() { return engine_.start(); }
  void stop() { engine_.stop(); }
  Engine& engine() { return engine_; }

  /// Runs one handler.
  void turn() { context_.run_one_until(deadline_); }

  std::shared_ptr<const Snapshot> snapshot() {
    std::shared_ptr<const Snapshot> taken;
    engine_.take_snapshot([&](auto snapshot) { taken = std::move(snapshot); });
    while (!taken && std::chrono::steady_clock::now() < deadline_) {
      if (context_.run_one_until(deadline_) == 0) break;
    }
    return taken;
  }

  /// Takes snapshots until one meets the condition; false after a timeout, or if counters do not
  /// balance.
  template <typename Condition>
  bool until(Condition condition) {
    while (const auto snapshot = this->snapshot()) {
      for (const TargetSnapshot& target : snapshot->targets) {
        if (!balanced(target.counters)) return false;
      }
      if (condition(*snapshot)) return true;
      context_.run_one_until(deadline_);
    }
    return false;
  }

  /// Whether the loop ends by itself.
  bool run_out() {
    context_.run_until(deadline_);
    return context_.stopped();
  }

 private:
  const std::chrono::steady_clock::time_point deadline_ =
      std::chrono::steady_clock::now() + std::chrono::seconds{30};
  const SystemClock clock_;
  boost::asio::io_context context_{1};
  Engine engine_;
};

/// A condition on a snapshot.
inline auto received(std::size_t target, std::uint64_t at_least) {
  return [=](const Snapshot& snapshot) {
    return snapshot.targets[target].counters.received >= at_least;
  };
}

}  // namespace peeringd::test
