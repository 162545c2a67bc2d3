// Keeps the state of the access line of each prefix up to date, for the assessments.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/access_line.hpp"
#include "model/snapshot.hpp"
#include "net/read_access_lines.hpp"

namespace peeringd {

/// Maximum number of endpoints of a prefix whose routes are read.
inline constexpr std::size_t max_route_destinations = 64;

/// What to ask for each prefix of the snapshot: its source, and the addresses of its endpoints,
/// each once. `last_interfaces` are those by which the prefixes left before, by name. Pure.
std::vector<AccessQuery> access_queries(
    const Snapshot& snapshot,
    const std::map<std::string, std::string, std::less<>>& last_interfaces);

/// One thread at a time; not the probing loop's, as reading blocks.
class AccessLines {
 public:
  /// How old the facts may be. A prefix that has lost or found its source is read again at once.
  static constexpr Duration max_age = std::chrono::seconds{3};

  explicit AccessLines(const Clock& clock) : clock_(clock) {}

  /// The access line of each prefix, in the order of Snapshot::prefixes. If the kernel does not
  /// answer, nothing is known of any, and the log says so once.
  std::vector<AccessLine> of(const Snapshot& snapshot);

 private:
  bool is_current(const Snapshot& snapshot) const;
  void remember_interfaces(const Snapshot& snapshot);

  const Clock& clock_;
  std::vector<AccessLine> lines_;
  std::vector<bool> had_source_;  // by prefix, when lines_ was read
  std::shared_ptr<const Config> config_;
  std::optional<MonotonicTime> read_at_;
  bool failing_ = false;
  std::map<std::string, std::string, std::less<>> last_interfaces_;  // by prefix
};

}  // namespace peeringd
