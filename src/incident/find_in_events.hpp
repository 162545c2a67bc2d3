// Finds incidents in the events of the daemon: outages, changes of the PoP, and traffic that left
// outside its prefix. Pure.
#pragma once

#include <span>
#include <vector>

#include "model/event.hpp"
#include "model/history_view.hpp"
#include "model/incident.hpp"

namespace peeringd {

/// The incidents that the events describe, without figures and text, in the order in which they
/// began.
///
/// `events`: oldest first, of any kind. `runs`: when the daemon recorded, oldest first; a mismatch
/// of the egress that a later run does not report again has ended with its run. An outage of a
/// prefix counts only outside outages of its connection. Changes of the PoP of one prefix that
/// follow within an hour are one incident, which ends when the first PoP answers again.
std::vector<Incident> find_in_events(std::span<const Event> events,
                                     std::span<const HistorySpan> runs);

/// The kinds of events that find_in_events() uses.
bool shows_incident(EventKind kind);

/// Text of a field; empty if there is none.
std::string text_field(const Event& event, std::string_view name);

}  // namespace peeringd
