// Finds incidents in the events of the daemon: outages, changes of the PoP, and traffic that left
// outside its prefix. Pure.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "model/event.hpp"
#include "model/history_view.hpp"
#include "model/incident.hpp"

namespace peeringd {

/// What was known before the first event, so that older events need not be read again.
struct EarlierIncidents {
  std::vector<Incident> incidents;                    ///< that began before the first event
  Moment events_from{};                               ///< the time of the first event that is known
  std::set<std::string, std::less<>> in_maintenance;  ///< connections, at `events_from`
};

/// The incidents that the events describe, without figures and text, in the order in which they
/// began.
///
/// `events`: oldest first, of any kind. `runs`: when the daemon recorded, oldest first. An egress
/// mismatch ends with its run unless the next run reports it again. An outage of a
/// prefix counts only outside outages of its connection. Changes of the PoP of one prefix that
/// follow within an hour are one incident, which ends when the original PoP answers again.
/// `earlier` incidents are found again, as the events continue them.
std::vector<Incident> find_in_events(std::span<const Event> events,
                                     std::span<const HistorySpan> runs,
                                     EarlierIncidents earlier = {});

/// Whether incidents of this kind are found in events.
bool is_found_in_events(IncidentKind kind);

/// The kinds of events that find_in_events() uses.
bool shows_incident(EventKind kind);

}  // namespace peeringd
