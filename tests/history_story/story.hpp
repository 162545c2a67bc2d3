// The simulated history: which connections there are, and what goes wrong with them
// when. A value, made from a time, a number of days and a seed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/tier.hpp"

namespace peeringd::story {

using std::chrono::seconds;

enum class AnomalyKind {
  congestion,  ///< the latency and its spread rise and fall by `size`, with a little loss
  loss,        ///< the share `size` of the probes is lost
  slower,      ///< the latency rises by `size` ms and stays so
  detour,      ///< the same, and a different PoP answers
  outage,      ///< nothing is answered
  egress,      ///< the traffic leaves from an address outside the prefix
  no_names,    ///< the names of the endpoints do not resolve
  no_source,   ///< the host has no address of the prefix
  daemon_off,  ///< the daemon does not run
};

struct StoryFault {
  AnomalyKind kind;
  std::string connection;  ///< empty: all
  std::string prefix;      ///< empty: all of the connection
  Moment from;
  Moment to;
  double size = 0;

  bool holds(const std::string& of, const std::string& prefix_of, Moment time) const;
};

struct Maintenance {
  std::string connection;
  Moment from;
  Moment to;
};

struct StoryConnection {
  std::string name;
  std::string partner;
  std::string country;
  std::string city;
  std::string group;  ///< redundancy group; empty: none
  std::string pop;    ///< the PoP that answers, upper case; `FRA` after a detour
  std::vector<std::string> prefixes;
  double base_ms = 0;    ///< the shortest round-trip time
  double spread_ms = 0;  ///< the median of the random delay that is added
  double loss = 0;       ///< share of lost probes without a fault
};

struct StoryOrder {
  Moment until;  ///< the end, a full minute
  int days = 8;
  unsigned seed = 1;
  int connections = 3;  ///< at least 3
  bool coarse = false;  ///< longer steps, which take less time
};

struct Story {
  Moment from;
  Moment until;
  std::vector<StoryConnection> connections;
  std::vector<StoryFault> faults;
  std::vector<Maintenance> maintenances;

  bool coarse = false;

  /// How far the simulation goes on at once at this time: ten seconds where a fault begins or ends,
  /// a minute for the last nine days, ten minutes for the month before, and hours before that.
  /// Coarse: a minute for the last day and around faults, half hours for the month before.
  seconds step_at(Moment time) const;

  const StoryFault* fault(AnomalyKind kind, const std::string& connection,
                          const std::string& prefix, Moment time) const;
};

Story make_story(const StoryOrder& order);

/// The configuration of a daemon that shows the story: YAML.
std::string yaml_of(const Story& story, const std::string& history_folder,
                    const std::string& listen);

}  // namespace peeringd::story
