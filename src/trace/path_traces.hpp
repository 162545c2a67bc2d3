// Traces the paths of prefixes: once an hour while they are answered, and when they fall silent.
// The traces run on a thread of their own.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "model/path_trace.hpp"
#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"
#include "trace/running_trace.hpp"
#include "trace/trace_times.hpp"

namespace peeringd {

/// At most 16 traces run at a time, those of silent prefixes first. A trace sends at most 48 small
/// packets within 4.5 s. Remembers prefixes by name; those that are no longer configured are
/// forgotten.
class PathTraces {
 public:
  /// The clock must outlive this object.
  explicit PathTraces(const Clock& clock, TraceLimits limits = {});
  ~PathTraces();  // NOLINT(bugprone-exception-escape): ends the thread
  PathTraces(const PathTraces&) = delete;
  PathTraces& operator=(const PathTraces&) = delete;

  /// Starts the traces that are due and returns the finished ones of each prefix, in the order of
  /// Snapshot::prefixes. Called with each assessment, by one thread at a time; does not block.
  std::vector<PrefixTraces> of(const Snapshot& snapshot, const Rollup& rollup,
                               const ReachReport& reach);

 private:
  struct Order {
    std::string prefix;
    TracePurpose purpose{};
    Source source;
    IpAddress destination;
  };
  struct Memory {
    TraceTimes times{};
    PrefixTraces traces{};
    std::shared_ptr<const PathTrace> candidate{};  // for `before`, until an answer follows it
  };
  using Finished = std::pair<std::string, std::pair<TracePurpose, PathTrace>>;

  void take_finished();
  void place(Order order);
  // Called on the thread of the traces.
  void start_next();
  void start(const Order& order);

  const Clock& clock_;
  const TraceLimits limits_;
  std::map<std::string, Memory, std::less<>> prefixes_;  // used on the caller's thread

  std::mutex mutex_;
  std::vector<Finished> finished_;  // guarded by mutex_
  // Used on the thread of the traces only.
  std::deque<Order> waiting_;
  std::map<std::uint64_t, std::shared_ptr<RunningTrace>> running_;
  std::uint64_t next_number_ = 0;
  boost::asio::thread_pool thread_{1};
};

}  // namespace peeringd
