#include "assessment/route_signals.hpp"

#include "assessment/observed_signals.hpp"

namespace peeringd {
namespace {

bool is_held(RouteSignal signal) {
  return signal == RouteSignal::withdrawn || signal == RouteSignal::backup_withdrawn ||
         signal == RouteSignal::upstream;
}

Rule rule_of(RouteSignal signal, Severity severity, const AlertConfig& config) {
  Rule rule;
  rule.hold = is_held(signal) ? config.hold : Duration{};
  const bool origin = signal == RouteSignal::origin || signal == RouteSignal::backup_origin;
  const bool critical = severity == Severity::critical;
  if (!critical || origin) rule.warning = 0.5;
  if (critical) rule.critical = 1.5;
  rule.page = critical && (signal == RouteSignal::origin || signal == RouteSignal::more_specific);
  return rule;
}

Reading reading_of(const RouteSignalReading& routes) {
  Reading reading{{}, routes.note};
  if (routes.bad) reading.value = !*routes.bad ? 0.0 : routes.mild ? 1.0 : 2.0;
  return reading;
}

void append_visibility(std::vector<SignalInput>& signals, const PrefixRouteReport& routes,
                       const AlertConfig& config) {
  const bool applies = routes.signals[static_cast<std::size_t>(RouteSignal::visibility)].applies;
  if (!applies || config.route_visibility.off()) return;
  Rule rule = rule_of(config.route_visibility, config);
  rule.low_is_bad = true;
  rule.clear = 1;  // below 100 %, a share of 80 % of the threshold could not be reached
  Reading reading{{}, "too few RIS peers are known to have it"};
  if (routes.visibility) {
    const RouteVisibility& seen = *routes.visibility;
    reading = {seen.ratio(), std::to_string(seen.visible) + " of " + std::to_string(seen.known) +
                                 " RIS peers see it"};
  }
  signals.push_back({Signal::route_visibility, rule, std::move(reading)});
}

}  // namespace

void append_routes(std::vector<SignalInput>& signals, const PrefixRouteReport& routes,
                   const AlertConfig& config) {
  for (std::size_t i = 0; i < route_switch_count; ++i) {
    if (!routes.signals[i].applies || !config.routes[i]) continue;
    const auto signal = static_cast<RouteSignal>(i);
    signals.push_back({signal_of(signal), rule_of(signal, *config.routes[i], config),
                       reading_of(routes.signals[i])});
  }
  append_visibility(signals, routes, config);
}

std::string route_cause_of(const SubjectStatus& status) {
  for (const SignalStatus& signal : status.signals) {
    const bool may_be_why = signal.signal == Signal::route_origin ||
                            signal.signal == Signal::route_more_specific ||
                            signal.signal == Signal::route_withdrawn;
    if (may_be_why && signal.reading.value.value_or(0) > 0) return signal.reading.note;
  }
  return {};
}

}  // namespace peeringd
