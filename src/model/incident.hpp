// An incident: a span in which a prefix or a connection was worse than usual, as found in the
// history.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/period_record.hpp"
#include "model/tier.hpp"

namespace peeringd {

enum class IncidentKind : std::uint8_t {
  loss,             ///< more probes were lost than usual
  latency_shift,    ///< the median changed and stayed so
  latency_episode,  ///< the latency was far above its usual value for a while
  pop_change,       ///< a different edge PoP answers
  egress_mismatch,  ///< the traffic left from outside the prefix
  outage,           ///< nothing answered
};

/// The names in the API and in the file, indexed by IncidentKind.
inline constexpr std::array<std::string_view, 6> incident_kind_names{
    "loss", "latency_shift", "latency_episode", "pop_change", "egress_mismatch", "outage"};

inline constexpr std::string_view name_of(IncidentKind kind) {
  return incident_kind_names[static_cast<std::size_t>(kind)];
}

/// The figures of one phase of an incident.
struct PhaseFigures {
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t lost = 0;
  std::optional<Duration> median{};
  std::optional<Duration> p95{};

  /// Lost / (received + lost); none without either.
  std::optional<double> loss_ratio() const {
    if (received + lost == 0) return std::nullopt;
    return static_cast<double>(lost) / static_cast<double>(received + lost);
  }

  friend bool operator==(const PhaseFigures&, const PhaseFigures&) = default;
};

PhaseFigures phase_figures_of(const PeriodRecord& record);

struct Incident {
  std::int64_t id = 0;  ///< set by the history; never reused
  IncidentKind kind = IncidentKind::loss;
  std::string connection{};
  std::string prefix{};  ///< empty: all prefixes of the connection
  Moment from{};
  std::optional<Moment> to{};            ///< none: it is still going on, or the change is lasting
  std::vector<std::string> endpoints{};  ///< that are affected, by name; empty: not known
  /// What the events say: why a connection was down, `AMS to FRA`, the address outside the prefix.
  std::string detail{};
  bool maintenance = false;  ///< maintenance of the connection was announced when it began
  PhaseFigures before{};
  PhaseFigures during{};
  std::optional<PhaseFigures> after{};  ///< none while it goes on or stays
  std::string text{};                   ///< one sentence

  friend bool operator==(const Incident&, const Incident&) = default;
};

/// Where an incident is in the list, which is newest first.
struct IncidentPlace {
  Moment from;
  std::int64_t id = 0;

  friend bool operator==(const IncidentPlace&, const IncidentPlace&) = default;
};

/// A filter for incidents. A member that is not set does not restrict the result.
struct IncidentQuery {
  Moment from{};  ///< incidents that overlap [from, to)
  Moment to = Moment::max();
  std::size_t limit = 50;
  std::optional<std::string> connection{};
  std::optional<IncidentKind> kind{};
  std::optional<IncidentPlace> before{};  ///< those behind it in the list
};

/// A part of the list.
struct IncidentPage {
  std::vector<Incident> incidents;      ///< newest first
  std::optional<IncidentPlace> next{};  ///< `before` of the next part; none in the last one
};

/// The phases of an incident, half open. Their lengths differ, so compare ratios, not counts.
struct IncidentPhases {
  Moment begin;  ///< of the time before it
  Moment from;   ///< of the incident
  Moment until;  ///< its end; without `to`: `now`, but at most six hours after `from`
  Moment end;    ///< of the time after it; equal to `until` if there is none yet
};

/// The time before, during and after an incident, as known at `now`. The parts before and after are
/// as long as the incident, but at least 30 minutes and at most six hours.
IncidentPhases phases_of(const Incident& incident, Moment now);

}  // namespace peeringd
