// The state of one prefix: whether it reaches the edge, and how that changes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/reachability.hpp"
#include "reachability/proof.hpp"
#include "reachability/silence.hpp"

namespace peeringd {

/// The measurements of a prefix at one assessment.
struct PrefixInput {
  /// Why probes cannot be sent: no address, interface, carrier or route. Empty: they can be sent.
  std::string source_problem{};
  /// Only with a source whose routes are missing: the last answer of its targets. While there are
  /// answers, the routes are no problem of the prefix.
  std::optional<MonotonicTime> last_answer{};
  /// The configuration says that this host has the prefix: a source or interface is configured.
  bool source_expected = false;
  /// A missing source leaves the prefix unknown instead of not up.
  bool source_optional = false;
  bool standby = false;  ///< the source disappears by design when another host takes over
  std::uint64_t new_answers = 0;
  std::uint64_t new_received = 0;  ///< answers that are not rejections
  std::string rejection{};         ///< why every probe is rejected; empty: some are received
  std::optional<Silence> silence{};
  std::optional<ForeignAnswers> foreign{};  ///< somebody else answers instead of the endpoints
  /// Answers that the endpoints themselves have sent: those that have passed before, or all if the
  /// outage is of a previous run. None: no probe of them can tell that.
  std::optional<std::uint64_t> new_genuine{};
  std::string blocked{};  ///< why due probes are not measured; empty: they are
  /// Only with `blocked`: the last answer of its targets; none: never.
  std::optional<MonotonicTime> answered_before{};
  bool unsendable = false;  ///< only with `blocked`: the probes are not sent at all
};

/// The state of a prefix that is kept from one assessment to the next.
struct PrefixMemory {
  PrefixReach reach{};
  std::optional<MonotonicTime> first_seen{};
  std::optional<MonotonicTime> source_lost{};  ///< none while there is a source
  /// When the source was first lost since the last answer, and since it was last missing for long.
  /// None: it was not, or the prefix is not up anyway.
  std::optional<MonotonicTime> interrupted{};
  bool had_source = false;  ///< at least once since the start, or in a previous run
  bool blocked = false;     ///< unknown although it has a source
  /// Since when it has not been up: the begin of its outage, or of the time in which nothing has
  /// been known about it. None: it is up, or has never been up.
  std::optional<MonotonicTime> lost{};
  bool foreign = false;         ///< down because somebody else answers
  bool restored = false;        ///< down since before the start: what has passed is not known
  bool source_awaited = false;  ///< it had one in a previous run, and has had none since the start
  std::uint64_t answers = 0;    ///< since the prefix went down
  std::uint64_t received = 0;   ///< received probes since all were rejected
  std::optional<MonotonicTime> last_not_up{};
  std::vector<MonotonicTime> outages{};  ///< start times of those of the last hour, oldest first
};

/// Answers that a prefix needs before it is up again.
inline constexpr std::uint64_t answers_to_recover = 3;

/// Time without a source after which a prefix is not up.
inline constexpr Duration source_grace = std::chrono::seconds{15};

/// The same after a start: a line that dials, or DHCP, takes longer after a boot.
inline constexpr Duration source_grace_at_start = std::chrono::seconds{30};

/// How long a prefix may be unknown before its connection is evaluated without it.
inline constexpr Duration warm_up = std::chrono::minutes{1};

/// The same since its last answer, if this host cannot send its probes: as sure as a silence, with
/// the shipped interval as soon as that would be noticed.
inline constexpr Duration warm_up_if_unsendable = std::chrono::seconds{30};

/// This many outages within `flapping_span` are reported as flapping.
inline constexpr std::size_t outages_of_flapping = 3;
inline constexpr Duration flapping_span = std::chrono::hours{1};

/// Updates the state to `now`, which must not be earlier than in the previous call. `window`: for
/// how long after an outage PrefixReach::recovered is set.
void update(PrefixMemory& memory, const PrefixInput& input, Duration window, MonotonicTime now);

/// Restores the outage of a previous run, which began at `since` and has the reason `problem`.
/// `reach`: down, with a reason only if somebody else answered, or no_source. A prefix that is
/// known already keeps its state.
void restore(PrefixMemory& memory, Reach reach, MonotonicTime since, const std::string& problem);

/// Restores that the prefix had a source in a previous run: if it has none now, that is an outage.
void restore_source(PrefixMemory& memory);

}  // namespace peeringd
