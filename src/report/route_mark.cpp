#include "report/route_mark.hpp"

#include <array>

namespace peeringd {
namespace {

struct SignalWords {
  std::string_view bad;
  std::string_view subject;  ///< for `… is not known`
  std::string_view state;    ///< while it is bad
};

/// By RouteSignal, the worst first but for `withdrawn`.
constexpr std::array<SignalWords, route_signal_count> signal_words{{
    {"wrong origin", "the origin", "bad"},
    {"wrong origin, backup", "the origin of the backup route", "bad"},
    {"more-specific", "whether there are more-specifics", "bad"},
    {"withdrawn", "whether a primary session has the route", "bad"},
    {"no backup", "whether a backup session has the route", "warning"},
    {"wrong upstream", "the upstream", "warning"},
    {"RPKI invalid", "the RPKI state", "bad"},
    {"few peers", "how many RIS peers see it", "warning"},
}};

/// The order in which bad signals are named.
constexpr std::array worst_first{RouteSignal::origin,           RouteSignal::more_specific,
                                 RouteSignal::withdrawn,        RouteSignal::rpki_invalid,
                                 RouteSignal::backup_origin,    RouteSignal::upstream,
                                 RouteSignal::backup_withdrawn, RouteSignal::visibility};

/// RIS shows changes only, so peers are few after each start: that says nothing about a prefix.
bool counts_if_unknown(RouteSignal signal) {
  return signal != RouteSignal::visibility;
}

const RouteSignalReading& reading_at(const PrefixRouteReport& prefix, RouteSignal signal) {
  return prefix.signals[static_cast<std::size_t>(signal)];
}

const SignalWords& words_of(RouteSignal signal) {
  return signal_words[static_cast<std::size_t>(signal)];
}

const RouteAnomaly* broken_requirement(const PrefixRouteReport& prefix) {
  for (const RouteAnomaly& anomaly : prefix.anomalies) {
    if (anomaly.kind == EventKind::requirement) return &anomaly;
  }
  return nullptr;
}

RouteMark mark_of_unknown(const PrefixRouteReport& prefix) {
  std::string text;
  bool applies = false;
  bool main = false;
  bool any_known = false;
  for (const RouteSignal signal : worst_first) {
    const RouteSignalReading& reading = reading_at(prefix, signal);
    applies = applies || reading.applies;
    any_known = any_known || (reading.applies && reading.bad);
    if (!reading.applies || reading.bad || !counts_if_unknown(signal)) continue;
    main = main || signal == RouteSignal::origin || signal == RouteSignal::withdrawn;
    text += (text.empty() ? "" : ", ") + std::string(words_of(signal).subject);
  }
  if (!applies) return {"unknown", "not monitored", "neither a session nor RIS Live shows it"};
  if (text.empty()) return {"ok", "ok"};
  if (!any_known) return {"unknown", "unknown", "no source shows its routes now"};
  return {"unknown", main ? "unknown" : "partly known", "unknown: " + text};
}

}  // namespace

RouteMark route_mark(const PrefixRouteReport& prefix) {
  for (const std::string_view state : {"bad", "warning"}) {
    for (const RouteSignal signal : worst_first) {
      const RouteSignalReading& reading = reading_at(prefix, signal);
      const std::string_view own = reading.mild ? "warning" : words_of(signal).state;
      if (!reading.applies || reading.bad != true || own != state) continue;
      return {state, words_of(signal).bad, reading.note};
    }
  }
  if (const RouteAnomaly* const broken = broken_requirement(prefix)) {
    return {"warning", "requirement", broken->summary};
  }
  return mark_of_unknown(prefix);
}

}  // namespace peeringd
