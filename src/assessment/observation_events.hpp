// Compares successive assessments. Reports a change of the PoP that answers, of the edge location
// that serves a prefix, and of the egress address from inside the prefix to outside or back.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Stores the last event of each path and prefix by name, so that reloads do not repeat it. Removed
/// paths and prefixes are forgotten. One thread.
class ObservationEvents {
 public:
  /// Minimum time between two events of one path with the same PoP, and between two events of one
  /// prefix, so that alternating PoPs do not fill the log.
  static constexpr Duration pause = std::chrono::minutes{1};

  /// Returns the changes since the previous assessment. The first PoP of a path is not a change.
  std::vector<Event> events_of(const Assessment& assessment);

 private:
  struct Pop {
    std::string code;           // in the last event
    std::uint64_t changes = 0;  // PathPop::changes at the last event
    std::map<std::string, MonotonicTime, std::less<>> last_event_by_pop;
  };
  struct Egress {
    bool inside_prefix = true;
    std::optional<MonotonicTime> at;
  };

  void note_pop(const Assessment& assessment, const PathRollup& path, std::vector<Event>& events);
  void note_egress(const Assessment& assessment, std::size_t prefix, std::vector<Event>& events);
  void note_location(const Assessment& assessment, std::size_t prefix, std::vector<Event>& events);

  using Pops = std::map<std::string, Pop, std::less<>>;         // by path
  using Egresses = std::map<std::string, Egress, std::less<>>;  // by prefix
  Pops pops_;
  Egresses egress_;
  std::map<std::string, EdgeLocation, std::less<>> locations_;  // by prefix
  Pops old_pops_;  // from the previous assessment; empty between calls
  Egresses old_egress_;
  std::map<std::string, EdgeLocation, std::less<>> old_locations_;
};

}  // namespace peeringd
