#include "assessment/transition.hpp"

#include <fmt/format.h>

#include "assessment/reason.hpp"
#include "base/duration.hpp"

namespace peeringd {
namespace {

// `112 ms, above 100 ms for 1 min`; for a signal without a figure, its note.
std::string reason_text(const Transition& transition) {
  const Reading& reading = transition.reading;
  const Change& change = transition.change;
  std::string text =
      reading.value && transition.signal ? figure_text(*transition.signal, *reading.value) : "";
  if (text.empty()) return reading.note;
  if (!change.limit) return text;
  return fmt::format("{}, {} {} for {}", text, side_of(*transition.signal),
                     figure_text(*transition.signal, *change.limit),
                     sentence_duration(change.exceeded_for));
}

EventLevel level_of(const Transition& transition) {
  if (transition.signal || transition.reported_elsewhere) return EventLevel::debug;
  switch (transition.change.to) {
    case TestResult::fail:
      return EventLevel::error;
    case TestResult::warning:
      return EventLevel::warning;
    case TestResult::pass:
      return transition.is_first ? EventLevel::debug : EventLevel::info;
    case TestResult::indeterminate:
      break;
  }
  return EventLevel::info;
}

}  // namespace

bool is_news(const Transition& transition) {
  return !(transition.signal && transition.is_first && transition.change.to == TestResult::pass);
}

std::string summary_of(const Transition& transition) {
  const Change& change = transition.change;
  std::string text;
  if (transition.signal) text += std::string(name_of(*transition.signal)) + " ";
  text += fmt::format("{} → {}", name_of(change.from), name_of(change.to));
  if (const std::string reason = reason_text(transition); !reason.empty()) text += ": " + reason;
  if (change.lasted > Duration{}) {
    text +=
        fmt::format("; it was {} for {}", name_of(change.from), sentence_duration(change.lasted));
  }
  return text;
}

Event event_of(const Transition& transition) {
  const Change& change = transition.change;
  Event event{EventKind::result_changed, level_of(transition), transition.subject,
              summary_of(transition)};
  if (transition.signal) {
    event.fields.emplace_back("signal", std::string(name_of(*transition.signal)));
  }
  event.fields.emplace_back("from", std::string(name_of(change.from)));
  event.fields.emplace_back("to", std::string(name_of(change.to)));
  if (transition.reading.value) event.fields.emplace_back("value", *transition.reading.value);
  if (change.limit) event.fields.emplace_back("threshold", *change.limit);
  if (change.lasted > Duration{}) {
    event.fields.emplace_back("lasted_seconds", to_seconds(change.lasted));
  }
  return event;
}

}  // namespace peeringd
