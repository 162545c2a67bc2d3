// Detects when connections go up or down, or into maintenance, for the history.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/assessment.hpp"
#include "model/availability.hpp"

namespace peeringd {

/// One thread.
class ReachChanges {
 public:
  /// Reports every known state again, no earlier than `begins`: states do not carry over between
  /// runs of the daemon.
  void begin_run(Moment begins) {
    last_.clear();
    begins_ = begins;
  }

  /// The states that differ from those of the last call. A connection that is no longer configured
  /// is not known from then on.
  std::vector<ReachChange> changes_of(const Assessment& assessment);

 private:
  struct State {
    std::optional<bool> up{};
    bool maintenance = false;

    friend bool operator==(const State&, const State&) = default;
  };

  struct Last {
    State state;
    Moment time{};
  };

  std::map<std::string, Last> last_;
  Moment begins_{};
};

}  // namespace peeringd
