// A change of a result, with its text for the log and its fields for the API.
#pragma once

#include <optional>
#include <string>

#include "assessment/evaluate_signal.hpp"
#include "model/event.hpp"
#include "model/signal.hpp"

namespace peeringd {

struct Transition {
  EventSubject subject;
  std::optional<Signal> signal;  ///< none: the overall result of a connection or a group
  Change change;
  Reading reading;
  /// The first result since the start that is not Indeterminate. A first Pass is logged at debug.
  bool is_first = false;
  /// Another event reports that the connection or group went down or came back.
  bool reported_elsewhere = false;
};

/// One line: the figure, the threshold and for how long it was exceeded. Without the subject.
std::string summary_of(const Transition& transition);

/// The event of a connection or a group has level error for Fail, warning for Warning, and info
/// otherwise. The level is debug for a first Pass, if another event reports the change, and for a
/// single signal.
Event event_of(const Transition& transition);

}  // namespace peeringd
