// Adds to an incident what the records say about it: figures, affected endpoints, the sentence.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "history/history_target.hpp"
#include "model/incident.hpp"
#include "model/period_record.hpp"

namespace peeringd {

struct OpenHistory;

/// The sum of the records of these series in [from, to), as finely as they are kept.
PeriodRecord sum_of(OpenHistory& history, const std::vector<SeriesKey>& series, Moment from,
                    Moment to);

/// The prefixes that an incident is about, of those that the file knows.
std::vector<SeriesKey> prefixes_of(OpenHistory& history, const Incident& incident);

/// More paths of an incident would hold up the recording, as each phase of each is read.
inline constexpr std::size_t max_incident_paths = 200;

/// The paths of these prefixes by endpoint, in the order of the names; none if there are more.
std::vector<std::pair<std::string, std::vector<SeriesKey>>> paths_of(
    OpenHistory& history, const std::vector<SeriesKey>& prefixes);

/// phases_of(). The time before a loss or an episode of the latency begins after the one before it,
/// and the time after it ends where the next one begins.
IncidentPhases phases_in(OpenHistory& history, const Incident& incident, Moment now);

/// Fills in `before`, `during`, `after`, `endpoints` and `text`, as known at `now`.
void add_figures(OpenHistory& history, Incident& incident, Moment now);

/// The incident before this stored one, with new figures, if this one begins in the time after it.
std::optional<Incident> cut_by(OpenHistory& history, const Incident& incident, Moment now);

}  // namespace peeringd
