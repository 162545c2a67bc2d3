// A change of a result, as it is told to people.
#pragma once

#include <string>

#include "alert/judge.hpp"
#include "model/signal.hpp"

namespace peeringd {

struct Transition {
  std::string subject;           ///< `contoso-seattle 203.0.113.0/24 teams`
  std::optional<Signal> signal;  ///< none: of a connection or a group as a whole
  Change change;
  Reading reading;
  /// The first result since the start that is not Indeterminate; as a Pass it is no news.
  bool first = false;
};

/// One line: the figure, the threshold and how long it held.
std::string describe(const Transition& transition);

}  // namespace peeringd
