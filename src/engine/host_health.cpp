#include "engine/host_health.hpp"

#include <algorithm>

namespace peeringd {
namespace {

// Far more than two readings of a clock that stands still differ by.
constexpr Duration shortest_suspension = std::chrono::milliseconds{10};

// A loop that gets its turns is less late than this.
constexpr Duration shortest_lateness = std::chrono::milliseconds{100};

}  // namespace

bool HostHealth::note_suspended(Duration total, MonotonicTime now) {
  const bool suspended = total - suspended_ > shortest_suspension;
  if (suspended) {
    resumed_at_ = now;
    disturbances_.suspended += total - suspended_;
  }
  suspended_ = std::max(suspended_, total);
  return suspended;
}

bool HostHealth::note_deadline(std::optional<MonotonicTime> due, MonotonicTime now) {
  const bool late = due && now - *due > shortest_lateness;
  if (late) {
    late_until_ = now;
    disturbances_.latest = std::max(disturbances_.latest, now - *due);
  }
  return late;
}

Duration HostHealth::timeout_credit(const ProbeConditions& probe) {
  return probe.needs_cpu ? probe.waited_for_cpu : Duration{};
}

bool HostHealth::is_inconclusive(const ProbeConditions& probe, LossReason reason) const {
  // A suspended machine receives nothing, and its links may still be down when it resumes.
  if (probe.departure <= resumed_at_) return true;
  // Its answer goes to an address that is not, or was not, this host's.
  if (probe.departure <= probe.source_changed) return true;
  // A connection that had to wait for a late process may have been reset by its server.
  const bool during_lateness = probe.departure <= late_until_;
  if (during_lateness && (probe.needs_cpu || reason == LossReason::reset)) return true;
  // An answer that the kernel got just as the loop ran again: the whole machine stood still.
  if (during_lateness && probe.late_answer &&
      *probe.late_answer > late_until_ - shortest_lateness &&
      *probe.late_answer < late_until_ + shortest_lateness) {
    return true;
  }
  return probe.answers_dropped && !probe.late_answer && reason == LossReason::timeout;
}

}  // namespace peeringd
