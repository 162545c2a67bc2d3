// The signals of a path or a prefix, each with its rule and the reading from a snapshot.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/reachability.hpp"
#include "model/rollup.hpp"
#include "model/route_report.hpp"
#include "model/signal.hpp"
#include "model/signal_state.hpp"

namespace peeringd {

/// The input of an evaluation, all of one moment.
struct AlertInput {
  const Snapshot& snapshot;
  const Rollup& rollup;
  const ReachReport& reach;
  WallTime wall;  ///< the time of day at Snapshot::taken_at
  /// As routes_by_prefix() returns them.
  std::span<const PrefixRouteReport* const> routes{};
};

/// The address of a path, and how many probes had been answered when it was first seen. Answers
/// beyond that count came from this address.
struct SeenAddress {
  IpAddress address;
  std::uint64_t received = 0;
};

using SeenAddresses = std::map<std::string, SeenAddress>;  ///< by the name of the endpoint

struct SignalInput {
  Signal signal;
  Rule rule;
  Reading reading;
};

struct SubjectInput {
  std::vector<SignalInput> signals;  ///< the signals that are enabled and apply to the subject
  Duration hold{};                   ///< the configured `for`
  /// A missing value is expected: the window cannot have enough samples yet, or the endpoint need
  /// not answer and never has.
  bool silence_expected = false;
};

/// Returns the signals of the path at `index` in Rollup::paths. Uses the thresholds of its prefix,
/// overridden by those of its endpoint; without any threshold there is no signal.
SubjectInput path_input(const AlertInput& input, std::size_t index);

/// Returns the signals of the prefix at `index` in Rollup::prefixes: whether it reaches the edge,
/// the figures of its endpoints, each with the same weight, and the address that its traffic leaves
/// from. `seen` is of the previous evaluation of this prefix, and is updated.
SubjectInput prefix_input(const AlertInput& input, std::size_t index, SeenAddresses& seen);

}  // namespace peeringd
