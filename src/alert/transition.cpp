#include "alert/transition.hpp"

#include <fmt/format.h>

#include "base/duration.hpp"

namespace peeringd {
namespace {

std::string rounded(Duration duration) {
  return format_duration(std::chrono::round<std::chrono::seconds>(duration));
}

std::string figure_text(Signal signal, double value) {
  switch (signal) {
    case Signal::latency:
    case Signal::jitter:
      return fmt::format("{:.6g} ms", value * 1e3);
    case Signal::loss:
      return fmt::format("{:.3g}%", value * 1e2);
    case Signal::cert_expiry:
      return fmt::format("{:.1f} days left", value / 86400);
    case Signal::pop_change:
    case Signal::egress_mismatch:
    case Signal::not_measured:
      break;
  }
  return {};
}

// `112 ms, beyond 100 ms for 1m`; for a signal without a figure, its note.
std::string reason_text(const Transition& transition) {
  const Reading& reading = transition.reading;
  const Change& change = transition.change;
  std::string text =
      reading.value && transition.signal ? figure_text(*transition.signal, *reading.value) : "";
  if (text.empty()) return reading.note;
  if (!change.limit) return text;
  return fmt::format("{}, beyond {} for {}", text, figure_text(*transition.signal, *change.limit),
                     rounded(change.exceeded_for));
}

EventLevel level_of(const Transition& transition) {
  switch (transition.change.to) {
    case TestResult::fail:
      return EventLevel::error;
    case TestResult::warning:
      return EventLevel::warning;
    case TestResult::pass:
      return transition.first ? EventLevel::debug : EventLevel::info;
    case TestResult::indeterminate:
      break;
  }
  return EventLevel::info;
}

}  // namespace

std::string summary_of(const Transition& transition) {
  const Change& change = transition.change;
  std::string text;
  if (transition.signal) text += std::string(name_of(*transition.signal)) + " ";
  text += fmt::format("{} → {}", name_of(change.from), name_of(change.to));
  if (const std::string reason = reason_text(transition); !reason.empty()) text += ": " + reason;
  if (change.lasted > Duration{}) {
    text += fmt::format("; it was {} for {}", name_of(change.from), rounded(change.lasted));
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
