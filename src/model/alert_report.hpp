// Results of the last evaluation of the alerts, for metrics and the API. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/signal.hpp"
#include "model/signal_state.hpp"

namespace peeringd {

struct Config;

/// A result and the time at which it began.
struct ResultSince {
  TestResult result = TestResult::indeterminate;
  MonotonicTime since{};
};

/// The number of transitions to each result, indexed by TestResult.
using TransitionCounts = std::array<std::uint32_t, test_result_names.size()>;

struct SignalStatus {
  Signal signal;
  Rule rule;
  Reading reading;
  SignalState state;
  TransitionCounts transitions{};
};

/// The last signal is Signal::not_measured.
struct SubjectStatus {
  ResultSince overall;  ///< the worst of the signals
  std::vector<SignalStatus> signals;
  std::string reason{};  ///< the reasons of the signals with this result; empty for Pass
};

struct PathStatus {
  std::uint32_t connection = 0;  ///< index into the Config
  std::uint32_t prefix = 0;      ///< within the connection
  std::uint32_t endpoint = 0;    ///< index into the Config
  SubjectStatus status;
};

struct PrefixStatus {
  std::uint32_t connection = 0;
  std::uint32_t prefix = 0;
  SubjectStatus status;
};

/// The result of an aggregate: a connection or a redundancy group.
struct AggregateStatus {
  ResultSince overall;
  /// Why the result is not Pass, or which part is not known; may be empty. It stays the same until
  /// the cause changes, so its figures are those from when the cause was found.
  std::string reason{};
  std::string reason_now{};  ///< the same with the figures of now
};

/// Contains each prefix, and the paths with at least one threshold.
struct AlertReport {
  std::shared_ptr<const Config> config;
  MonotonicTime evaluated_at{};
  WallTime evaluated_at_wall{};
  std::vector<PathStatus> paths;
  std::vector<PrefixStatus> prefixes;
  std::map<std::uint32_t, AggregateStatus> connections;  ///< by index into the Config
  std::map<std::string, AggregateStatus, std::less<>> groups;
};

}  // namespace peeringd
