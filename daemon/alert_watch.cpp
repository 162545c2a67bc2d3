#include "daemon/alert_watch.hpp"

#include <pthread.h>

#include <boost/asio/post.hpp>

#include "log/log.hpp"
#include "rollup/roll_up.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Duration shortest_pause = 1s;

// With so many targets that an evaluation takes long, there are fewer of them: this share of one
// processor at most.
constexpr int pause_per_work = 20;

void log_transition(const Transition& transition) {
  const std::string line = to_string(event_of(transition));
  switch (transition.change.to) {
    case TestResult::fail:
      return log::write(log::Level::error, line);
    case TestResult::warning:
      return log::write(log::Level::warning, line);
    case TestResult::pass:
      return log::write(transition.first ? log::Level::debug : log::Level::info, line);
    case TestResult::indeterminate:
      return log::write(log::Level::info, line);
  }
}

}  // namespace

AlertWatch::AlertWatch(Engine& engine, const Clock& clock, const Config& config)
    : engine_(engine), clock_(clock), enabled_(has_thresholds(config)) {}

AlertWatch::~AlertWatch() {
  stop();
}

void AlertWatch::start() {
  boost::asio::post(thread_, [] { pthread_setname_np(pthread_self(), "peeringd-alerts"); });
  wait(shortest_pause);
}

void AlertWatch::stop() {
  thread_.stop();
  thread_.join();
}

std::shared_ptr<const AlertReport> AlertWatch::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

void AlertWatch::report_for(std::shared_ptr<const Snapshot> snapshot, Reported reported) {
  if (!has_thresholds(*snapshot->config)) return reported(nullptr);
  if (auto report = latest(); report && report->config == snapshot->config) {
    return reported(std::move(report));
  }
  boost::asio::post(thread_,
                    [this, snapshot = std::move(snapshot), reported = std::move(reported)] {
                      const auto report = latest();
                      if (!report || report->config != snapshot->config) evaluate(*snapshot);
                      reported(latest());
                    });
}

void AlertWatch::use(const Config& config) {
  enabled_ = has_thresholds(config);
  if (enabled_) return;
  const std::lock_guard lock(mutex_);
  latest_ = nullptr;
}

void AlertWatch::wait(Duration time) {
  timer_.expires_after(time);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) look();
  });
}

void AlertWatch::look() {
  if (!enabled_) return wait(shortest_pause);
  engine_.take_snapshot([this](std::shared_ptr<const Snapshot> snapshot) {
    boost::asio::post(thread_, [this, snapshot = std::move(snapshot)] {
      const MonotonicTime begin = clock_.now();
      evaluate(*snapshot);
      wait(std::max(shortest_pause, pause_per_work * (clock_.now() - begin)));
    });
  });
}

void AlertWatch::evaluate(const Snapshot& snapshot) {
  AlertMonitor::Evaluation evaluation =
      monitor_.evaluate(snapshot, roll_up(snapshot), clock_.wall());
  for (const Transition& transition : evaluation.transitions) log_transition(transition);
  auto report = std::make_shared<const AlertReport>(std::move(evaluation.report));
  const std::lock_guard lock(mutex_);
  latest_ = std::move(report);
}

}  // namespace peeringd
