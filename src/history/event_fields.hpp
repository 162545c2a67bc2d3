// The fields of an event as text for the file: a JSON object.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/event.hpp"

namespace peeringd {

std::string event_fields_text(const std::vector<EventField>& fields);

/// Reads text of event_fields_text(); none for any other text.
std::vector<EventField> event_fields_from(std::string_view text);

}  // namespace peeringd
