#include "trace/path_traces.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>

#include "model/config.hpp"
#include "model/event.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_running = 16;

std::span<const TargetSnapshot> targets_of(const Snapshot& snapshot, const Rollup& rollup,
                                           const PrefixRollup& prefix) {
  if (prefix.first == prefix.last) return {};
  const std::size_t first = rollup.paths[prefix.first].first;
  const std::size_t last = rollup.paths[prefix.last - 1].last;
  return std::span(snapshot.targets).subspan(first, last - first);
}

Duration shortest_interval(const Snapshot& snapshot, std::span<const TargetSnapshot> targets) {
  std::optional<Duration> shortest;
  for (const TargetSnapshot& target : targets) {
    if (!measures_edge(*snapshot.config, target.target)) continue;
    const Duration interval = probe_of(*snapshot.config, target.target).interval;
    shortest = std::min(shortest.value_or(interval), interval);
  }
  return shortest.value_or(Duration{});
}

std::optional<IpAddress> destination_of(const Snapshot& snapshot,
                                        std::span<const TargetSnapshot> targets) {
  for (const TargetSnapshot& target : targets) {
    if (target.address && measures_edge(*snapshot.config, target.target)) return target.address;
  }
  return std::nullopt;
}

TraceInput trace_input_of(const Snapshot& snapshot, const Rollup& rollup, const ReachReport& reach,
                          std::size_t index) {
  TraceInput input;
  const PrefixRollup& rolled = rollup.prefixes[index];
  for (std::size_t path = rolled.first; path < rolled.last; ++path) {
    const std::optional<MonotonicTime> last_answer = reach.paths[path].last_answer;
    input.last_answer = std::max(input.last_answer, last_answer);
  }
  const PrefixReach& prefix = reach.prefixes[index];
  if (prefix.reach == Reach::down) input.down_since = prefix.since;
  const bool answered =
      input.last_answer && snapshot.taken_at - *input.last_answer < shortest_suspicion;
  // Computed only if needed, since it looks at each target.
  if (!answered) input.interval = shortest_interval(snapshot, targets_of(snapshot, rollup, rolled));
  return input;
}

}  // namespace

// The first timer opens the thread's epoll set, which throws if no descriptor is left: not on the
// thread.
PathTraces::PathTraces(const Clock& clock, TraceLimits limits) : clock_(clock), limits_(limits) {
  const boost::asio::steady_timer first(thread_);
}

PathTraces::~PathTraces() {
  thread_.stop();
  thread_.join();
  running_.clear();  // before the executor that they use
}

std::vector<PrefixTraces> PathTraces::of(const Snapshot& snapshot, const Rollup& rollup,
                                         const ReachReport& reach) {
  take_finished();
  std::map<std::string, Memory, std::less<>> kept;
  std::vector<PrefixTraces> traces;
  for (std::size_t p = 0; p < snapshot.prefixes.size(); ++p) {
    const PrefixSnapshot& prefix = snapshot.prefixes[p];
    const std::string name =
        to_string(subject_of(*snapshot.config, prefix.connection, prefix.prefix));
    Memory memory;
    if (auto known = prefixes_.extract(name)) memory = std::move(known.mapped());
    const TraceInput input = trace_input_of(snapshot, rollup, reach, p);
    if (memory.candidate && input.last_answer > memory.candidate->ended_at) {
      memory.traces.before = std::exchange(memory.candidate, nullptr);
    }
    const auto due = due_trace(input, memory.times, snapshot.taken_at);
    const auto destination =
        destination_of(snapshot, due ? targets_of(snapshot, rollup, rollup.prefixes[p])
                                     : std::span<const TargetSnapshot>());
    if (prefix.choice.source && destination) {
      (*due == TracePurpose::now ? memory.times.now : memory.times.before) = snapshot.taken_at;
      place({name, *due, *prefix.choice.source, *destination});
    }
    traces.push_back(memory.traces);
    kept.emplace(name, std::move(memory));
  }
  prefixes_ = std::move(kept);
  return traces;
}

void PathTraces::place(Order order) {
  boost::asio::post(thread_, [this, order = std::move(order)]() mutable {
    const auto at = order.purpose == TracePurpose::now ? waiting_.begin() : waiting_.end();
    waiting_.insert(at, std::move(order));
    start_next();
  });
}

void PathTraces::take_finished() {
  std::vector<Finished> finished;
  {
    const std::lock_guard lock(mutex_);
    finished.swap(finished_);
  }
  for (auto& [name, result] : finished) {
    const auto found = prefixes_.find(name);
    if (found == prefixes_.end()) continue;
    auto trace = std::make_shared<const PathTrace>(std::move(result.second));
    const bool now = result.first == TracePurpose::now;
    (now ? found->second.traces.now : found->second.candidate) = std::move(trace);
  }
}

void PathTraces::start_next() {
  while (!waiting_.empty() && running_.size() < max_running) {
    const Order order = std::move(waiting_.front());
    waiting_.pop_front();
    start(order);
  }
}

void PathTraces::start(const Order& order) {
  const std::uint64_t number = next_number_++;
  auto done = [this, number, name = order.prefix, purpose = order.purpose](PathTrace trace) {
    {
      const std::lock_guard lock(mutex_);
      finished_.push_back({name, {purpose, std::move(trace)}});
    }
    running_.erase(number);
    start_next();
  };
  running_[number] = start_trace(thread_.get_executor(), clock_, order.source, order.destination,
                                 std::move(done), limits_);
}

}  // namespace peeringd
