// Writes events to the log.
#pragma once

#include "model/event.hpp"

namespace peeringd {

/// One line, `SUBJECT: SUMMARY`, at the event's level. In logfmt and JSON its subject, kind and
/// fields are fields of the line as well. Any thread; returns at once.
void log_event(const Event& event);

}  // namespace peeringd
