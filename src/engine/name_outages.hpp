// Reports names that do not resolve: names that fail for the same reason, as seen from one source,
// are one outage with one event at its beginning and one at its end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "log/repeat_limit.hpp"
#include "model/event.hpp"
#include "model/source.hpp"

namespace peeringd {

/// A lookup that failed.
struct FailedName {
  std::string host;
  std::string message;  ///< why, with the host, as Resolver::resolve() reports it
  std::optional<MonotonicTime> usable_until{};  ///< of the last answer; none: there is no address
};

/// One thread. No clock: the caller passes the time.
class NameOutages {
 public:
  /// How long the names of an outage are collected before it is reported: lookups that began
  /// together do not fail at the same moment.
  static constexpr Duration gathering = std::chrono::seconds{5};

  /// The pause between the reports of two outages of one source for the same reason. A report that
  /// was left out for it follows if the outage lasts longer.
  static constexpr Duration pause = std::chrono::minutes{10};

  /// After each lookup that failed, …
  void on_failure(const Source& source, const FailedName& failed, MonotonicTime now);
  /// … and after each that succeeded.
  void on_success(const Source& source, const std::string& host);
  /// The name is no longer looked up from this source: whether it resolves is not known.
  void forget(const Source& source, const std::string& host);

  /// The events that are due: an outage began; its last answers have all expired; it ended. `wall`
  /// is the time of day at `now`.
  std::vector<Event> events(MonotonicTime now, WallTime wall);

 private:
  struct Outage {
    MonotonicTime since{};
    std::string message{};                                        // of the first name
    std::map<std::string, std::optional<MonotonicTime>> names{};  // usable until
    std::size_t max_names = 0;                                    // at any time
    std::optional<MonotonicTime> left_out{};  // when its report was last left out
    bool reported = false;
    bool expired = false;   // it was reported that no address is left
    bool resolved = false;  // a name resolved again
  };
  struct Reports {
    std::map<std::string, Outage> outages{};  // by their reason
    log::RepeatLimit limit{pause};
    MonotonicTime used{};
  };

  Outage* outage_of(const Source& source, const std::string& host);
  static void note_end(const Source& source, const Outage& outage, MonotonicTime now,
                       std::vector<Event>& events);
  static void report(const Source& source, Reports& of, const std::string& reason, Outage& outage,
                     MonotonicTime now, WallTime wall, std::vector<Event>& events);

  std::map<Source, Reports> sources_;
  std::vector<Event> ended_;  // for the next call of events()
};

}  // namespace peeringd
