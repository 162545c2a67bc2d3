// Detects from successive assessments that another PoP answers, or that the egress address moved
// outside the prefix or back inside.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/assessment.hpp"
#include "model/event.hpp"

namespace peeringd {

/// Remembers what the last events said, by name, so that it lasts over reloads; what is no longer
/// configured is forgotten. One thread.
class SightingEvents {
 public:
  /// The pause between two events of one path that name the same PoP, and between two of one
  /// prefix: two PoPs that take turns do not fill the log.
  static constexpr Duration pause = std::chrono::minutes{1};

  /// Events for the changes since the previous assessment. The first PoP of a path is no change.
  std::vector<Event> events_of(const Assessment& assessment);

 private:
  struct Pop {
    std::string code;                                         // that the last event named
    std::uint64_t changes = 0;                                // PopSighting::changes at that time
    std::map<std::string, MonotonicTime, std::less<>> named;  // PoPs, by their last event
  };
  struct Egress {
    bool inside_prefix = true;
    std::optional<MonotonicTime> at;
  };

  void note_pop(const Assessment& assessment, const PathRollup& path, std::vector<Event>& events);
  void note_egress(const Assessment& assessment, std::size_t prefix, std::vector<Event>& events);

  using Pops = std::map<std::string, Pop, std::less<>>;         // by path
  using Egresses = std::map<std::string, Egress, std::less<>>;  // by prefix
  Pops pops_;
  Egresses egress_;
  Pops old_pops_;  // of the previous assessment; empty between calls
  Egresses old_egress_;
};

}  // namespace peeringd
