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
  /// The first result since the start that is not Indeterminate. See is_news() and event_of().
  bool is_first = false;
  /// Another event reports that the connection or group went down or came back.
  bool reported_elsewhere = false;
};

/// Whether the change is worth an event. The first Pass of a signal is not: each start has several
/// for each path.
bool is_news(const Transition& transition);

/// One line: the figure, the threshold and for how long it was exceeded. Without the subject.
std::string summary_of(const Transition& transition);

/// The event of a connection or a group has level error for Fail, warning for Warning, and info
/// otherwise. The level is debug for a first Pass, if another event reports the change, and for a
/// single signal.
Event event_of(const Transition& transition);

}  // namespace peeringd
