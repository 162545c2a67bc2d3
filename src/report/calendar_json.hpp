// A calendar as JSON and CSV. docs/api/README.md describes them.
#pragma once

#include <string>

#include "model/calendar_view.hpp"

namespace peeringd {

/// `/api/v1/calendar`. Any thread.
std::string calendar_json(const CalendarView& calendar);
std::string calendar_csv(const CalendarView& calendar);

/// A finding in one sentence, with times of day in the calendar's time.
std::string finding_text(const CalendarFinding& finding);

}  // namespace peeringd
