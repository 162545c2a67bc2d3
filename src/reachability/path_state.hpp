// The state of one path (from one prefix to one endpoint): whether the endpoint answers, and which
// of the probes lost in the window belong to an outage. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/reachability.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// Counts the lost probes of outages as they leave the window.
class OutageLosses {
 public:
  /// `count` probes were lost at `now`. Times are kept in thirtieths of the window.
  void add(std::uint64_t count, Duration window, MonotonicTime now);

  /// The number of probes lost within `window` before `now`.
  std::uint64_t within(Duration window, MonotonicTime now);

 private:
  struct Entry {
    MonotonicTime last;
    std::uint64_t count;
  };
  std::vector<Entry> entries_;  // oldest first
};

/// The measurements of a path at one assessment.
struct PathInput {
  bool can_send = true;           ///< the prefix has a source
  bool prefix_not_up = false;     ///< its whole prefix is down or without a source
  bool prefix_recovered = false;  ///< an outage of its whole prefix ends now
  bool answered = false;          ///< at least once since the start
  std::uint64_t new_answers = 0;
  std::uint64_t new_losses = 0;
  std::uint64_t run = 0;      ///< probes lost since the last answer
  std::uint64_t pending = 0;  ///< probes lost in a silence that may become an outage
  std::uint64_t foreign = 0;  ///< probes lost to somebody else who answers the whole prefix
  std::optional<Silence> silence{};
  Duration longest_timeout{};  ///< the longest timeout of its probes
};

/// The state of a path that is kept from one assessment to the next.
struct PathMemory {
  PathReach reach{};
  std::uint64_t answers = 0;  ///< answers since the path went down
  OptionalTime<MonotonicTime> last_down{};
  MonotonicTime last_update{};
  /// Losses since the last answer that belong to the outage.
  std::uint64_t reattributed_losses = 0;
  bool lost_with_prefix = false;  ///< its losses are those of an outage of the prefix
  OutageLosses losses{};
};

/// Updates the state to `now`, which must not be earlier than in the previous call.
void update(PathMemory& memory, const PathInput& input, Duration window, MonotonicTime now);

}  // namespace peeringd
