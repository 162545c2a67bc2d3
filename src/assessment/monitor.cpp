#include "assessment/monitor.hpp"

#include <pthread.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <span>
#include <utility>

#include "assessment/reach_events.hpp"
#include "diagnosis/connection_diagnosis.hpp"
#include "rollup/roll_up.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Duration shortest_pause = 1s;
constexpr Duration longest_pause = 20s;
constexpr int pause_per_work = 20;  // 5 % of a processor

// Frees the samples, which only the roll-up needs. The engine needs their memory.
void drop_samples(Snapshot& snapshot) {
  for (TargetSnapshot& target : snapshot.targets) target.window = SampleWindow(0);
}

void diagnose_connections(Assessment& assessment,
                          std::span<const std::optional<PacketSizes>> sizes) {
  const ReachView view{*assessment.snapshot, assessment.rollup, assessment.reach, assessment.access,
                       assessment.traces};
  for (std::size_t c = 0; c < assessment.reach.connections.size(); ++c) {
    AggregateReach& reach = assessment.reach.connections[c];
    reach.diagnosis = reach.up == false ? diagnosis_of_connection(view, c)
                                        : packet_size_diagnosis(assessment, sizes, c);
  }
}

}  // namespace

Monitor::Monitor(SnapshotSource take_snapshot, const Clock& clock, EventSink events,
                 DiagnosticInputs inputs)
    : take_snapshot_(std::move(take_snapshot)),
      clock_(clock),
      events_(std::move(events)),
      inputs_(std::move(inputs)) {}

Monitor::~Monitor() {
  stop();
}

void Monitor::subscribe(Published subscriber) {
  subscribers_.push_back(std::move(subscriber));
}

void Monitor::restore(PersistentState state) {
  for (const auto& [connection, until] : state.maintenance) {
    maintenance_.announce(connection, until);
  }
  reach_.restore(std::move(state.outages), std::move(state.lines.sources),
                 {clock_.now(), clock_.wall()});
}

void Monitor::start() {
  boost::asio::post(thread_, [this] {
    pthread_setname_np(pthread_self(), "peeringd-assess");
    assess_next();
  });
}

void Monitor::stop() {
  thread_.stop();
  thread_.join();
}

std::shared_ptr<const Assessment> Monitor::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

void Monitor::when_published(Published published) {
  if (const auto assessment = latest()) return published(assessment);
  boost::asio::post(thread_, [this, published = std::move(published)]() mutable {
    // It may have been published in the meantime.
    if (const auto assessment = latest()) return published(assessment);
    waiting_for_current_.push_back(std::move(published));
  });
}

void Monitor::assess_now(Published published) {
  boost::asio::post(thread_, [this, published = std::move(published)]() mutable {
    waiting_for_next_.push_back(std::move(published));
    if (!assessing_) assess_next();
  });
}

void Monitor::announce_maintenance(std::string connection, WallTime until, Published published) {
  boost::asio::post(thread_, [this, connection = std::move(connection), until,
                              published = std::move(published)]() mutable {
    maintenance_.announce(connection, until);
    waiting_for_next_.push_back(std::move(published));
    if (!assessing_) assess_next();
  });
}

void Monitor::assess_next() {
  assessing_ = true;
  std::move(waiting_for_next_.begin(), waiting_for_next_.end(),
            std::back_inserter(waiting_for_current_));
  waiting_for_next_.clear();
  timer_.cancel();
  take_snapshot_([this](std::unique_ptr<Snapshot> snapshot) {
    boost::asio::post(thread_, [this, snapshot = std::move(snapshot)]() mutable {
      on_snapshot(std::move(snapshot));
    });
  });
}

void Monitor::wait(Duration time) {
  timer_.expires_after(time);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !assessing_) assess_next();
  });
}

void Monitor::on_snapshot(std::unique_ptr<Snapshot> snapshot) {
  const MonotonicTime begin = clock_.now();
  const Duration waited = clock_.waited_for_cpu();
  publish(assess(std::move(snapshot)));
  assessing_ = false;
  if (!waiting_for_next_.empty()) return assess_next();
  // On a busy host it took longer than it worked, and one that stood still did not work: no outage
  // may wait for that.
  const Duration worked = clock_.now() - begin - (clock_.waited_for_cpu() - waited);
  wait(std::clamp<Duration>(pause_per_work * worked, shortest_pause, longest_pause));
}

std::shared_ptr<const Assessment> Monitor::assess(std::unique_ptr<Snapshot> measured) {
  auto assessment = std::make_shared<Assessment>();
  assessment->rollup = roll_up(*measured);
  drop_samples(*measured);
  const std::shared_ptr<const Snapshot> snapshot = std::move(measured);
  assessment->snapshot = snapshot;
  if (inputs_.access_lines) assessment->access = inputs_.access_lines(*snapshot);
  assessment->wall = clock_.wall() - (clock_.now() - snapshot->taken_at);
  for (Event& event : observation_events_.events_of(*assessment)) events_(std::move(event));
  assessment->maintenance = maintenance_.at(*snapshot->config, assessment->wall);
  assessment->announced = maintenance_.announced();
  for (Event& event : maintenance_.take_events()) events_(std::move(event));
  assessment->reach = reach_.update(*snapshot, assessment->rollup, assessment->access);
  if (inputs_.traces) {
    assessment->traces = inputs_.traces(*snapshot, assessment->rollup, assessment->reach);
  }
  std::vector<std::optional<PacketSizes>> sizes;
  if (inputs_.packet_sizes) {
    sizes = inputs_.packet_sizes(*snapshot, assessment->rollup, assessment->reach);
  }
  diagnose_connections(*assessment, sizes);
  for (Event& event : packet_size_events_.events_of(*assessment, sizes)) events_(std::move(event));
  for (Event& event : reach_events_of(*assessment)) events_(std::move(event));
  if (inputs_.routes) assessment->routes = inputs_.routes();
  const auto routes = routes_by_prefix(assessment->routes.get(), *snapshot);
  AlertMonitor::Evaluation evaluation = alerts_.evaluate(
      {*snapshot, assessment->rollup, assessment->reach, assessment->wall, routes});
  for (const Transition& transition : evaluation.transitions) {
    if (is_news(transition)) events_(event_of(transition));
  }
  assessment->alerts = std::move(evaluation.report);
  return assessment;
}

void Monitor::publish(const std::shared_ptr<const Assessment>& assessment) {
  {
    const std::lock_guard lock(mutex_);
    latest_ = assessment;
  }
  for (const Published& subscriber : subscribers_) subscriber(assessment);
  for (const Published& published : std::exchange(waiting_for_current_, {})) published(assessment);
}

}  // namespace peeringd
