// What the probes of the story meet: round-trip times and losses at a time.
#pragma once

#include <optional>
#include <random>
#include <vector>

#include "history_story/story.hpp"
#include "model/path_trace.hpp"

namespace peeringd::story {

/// One thread.
class SimulatedPaths {
 public:
  SimulatedPaths(const Story& story, unsigned seed);

  /// The way from a prefix to the edge during one step of the simulation.
  struct Way {
    double base_ms = 0;
    double spread_ms = 0;
    double loss = 0;
  };
  Way way_at(const StoryConnection& connection, const std::string& prefix, Moment time) const;

  /// The round-trip time of a probe over this way; none: it was lost. `further_ms`: how much
  /// farther the endpoint is than the nearest one.
  std::optional<Duration> probe(const Way& way, double further_ms);

  /// The PoP that answers.
  std::string pop_at(const StoryConnection& connection, const std::string& prefix,
                     Moment time) const;

 private:
  const Story& story_;
  std::mt19937 random_;
  std::vector<double> spreads_;  // quantiles of a lognormal distribution with the median 1
};

/// Traces of a prefix to an endpoint: the way that it has, and one that ends behind the partner's
/// gateway.
PathTrace trace_that_reaches(const IpAddress& source, const IpAddress& destination,
                             MonotonicTime ended_at);
PathTrace trace_that_ends(const IpAddress& source, const IpAddress& destination,
                          MonotonicTime ended_at);

}  // namespace peeringd::story
