#include "model/incident.hpp"

#include <algorithm>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds shortest_phase = 30min;
constexpr std::chrono::seconds longest_phase = 6h;

}  // namespace

PhaseFigures phase_figures_of(const PeriodRecord& record) {
  return {.sent = record.sent,
          .received = record.received,
          .lost = record.lost_total(),
          .median = record.round_trips.quantile(0.5),
          .p95 = record.round_trips.quantile(0.95)};
}

IncidentPhases phases_of(const Incident& incident, Moment now) {
  const Moment from = period_start(Tier::minute, incident.from);
  Moment until = period_start(Tier::minute, incident.to.value_or(now) + 59s);
  until = std::max(until, from + 1min);
  if (!incident.to) until = std::min(until, from + longest_phase);
  const auto margin = std::clamp<std::chrono::seconds>(until - from, shortest_phase, longest_phase);
  const Moment end =
      incident.to ? std::clamp(period_start(Tier::minute, now), until, until + margin) : until;
  return {from - margin, from, until, end};
}

}  // namespace peeringd
