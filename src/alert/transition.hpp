// A change of a result, as people and programs are shown it.
#pragma once

#include <optional>
#include <string>

#include "alert/evaluate_signal.hpp"
#include "model/event.hpp"
#include "model/signal.hpp"

namespace peeringd {

struct Transition {
  EventSubject subject;
  std::optional<Signal> signal;  ///< none: of a connection or a group as a whole
  Change change;
  Reading reading;
  /// The first result since the start that is not Indeterminate; as a Pass it is no news.
  bool first = false;
};

/// One line: the figure, the threshold and for how long it was exceeded. Without the subject.
std::string summary_of(const Transition& transition);

/// Its level is error for Fail, warning for Warning, and info otherwise; debug for a first Pass.
Event event_of(const Transition& transition);

}  // namespace peeringd
