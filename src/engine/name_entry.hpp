// The address of one host as one source sees it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "log/repeat_limit.hpp"
#include "model/name_lookups.hpp"
#include "model/source.hpp"
#include "model/target_observations.hpp"
#include "resolve/name_record.hpp"

namespace peeringd {

/// Limits what the log says about the address of one host: each change at once; if it differs in
/// each answer, once in a while. Pure.
class HostLogLimit {
 public:
  /// The pause between two lines.
  static constexpr Duration pause = std::chrono::minutes{10};

  /// After a successful lookup. None: log nothing. Else the end of the line, as left_out_suffix().
  std::optional<std::string> on_address(const std::optional<IpAddress>& before,
                                        const std::optional<IpAddress>& now_in_use,
                                        MonotonicTime now);

 private:
  std::unique_ptr<log::RepeatLimit> limit_;  // none before the first change; most names have none
};

struct NameEntry {
  std::string host;
  Source source;
  NameRecord record;
  PhaseTotal resolving;      ///< all lookups that succeeded
  NameLookups lookups;       ///< without `usable_until`, which is in `record`
  bool asking = false;       ///< a lookup is under way, …
  MonotonicTime asked_at{};  ///< … since then
  /// A lookup has ended, well or not: from then on, no address is an error.
  bool answered = false;
  /// A lookup found that the name has no address of the family; none has found one.
  bool no_record = false;
  /// The host has addresses of the other family only, so it is not probed from this source.
  bool other_family = false;
  HostLogLimit log_limit;
};

}  // namespace peeringd
