#include "assessment/observed_signals.hpp"

#include <fmt/format.h>

#include <string>

#include "model/config.hpp"

namespace peeringd {
namespace {

template <typename Value>
Rule rule_with(const Limits<Value>& limits, const AlertConfig& config) {
  Rule rule;
  if (limits.warning) rule.warning = in_units(*limits.warning);
  if (limits.critical) rule.critical = in_units(*limits.critical);
  rule.page = limits.page;
  rule.hold = config.hold;
  rule.clear = config.clear;
  return rule;
}

}  // namespace

Rule rule_of(Severity severity, Duration hold) {
  Rule rule;
  rule.hold = hold;
  (severity == Severity::warning ? rule.warning : rule.critical) = 0.5;
  return rule;
}

Rule rule_of(const Limits<Duration>& limits, const AlertConfig& config) {
  return rule_with(limits, config);
}

Rule rule_of(const Limits<double>& limits, const AlertConfig& config) {
  return rule_with(limits, config);
}

void append_certificate(std::vector<SignalInput>& signals, const PathRollup& path,
                        const AlertConfig& config, WallTime now) {
  if (config.cert_expiry.off() || !path.presents_certificate) return;
  Rule rule = rule_of(config.cert_expiry, config);
  rule.low_is_bad = true;
  rule.clear = 1;  // the time left only decreases: a new certificate passes at once
  Reading reading{{}, "no certificate was presented within the window"};
  if (path.certificate_ends) reading = {to_seconds(*path.certificate_ends - now), ""};
  signals.push_back({Signal::cert_expiry, rule, std::move(reading)});
}

void append_pop_change(std::vector<SignalInput>& signals, const Snapshot& snapshot,
                       const PathRollup& path, const AlertConfig& config) {
  if (!config.pop_change || !path.pop.ever) return;
  const auto& changed_at = path.pop.changed_at;
  const bool lately = changed_at && snapshot.taken_at - *changed_at <= snapshot.config->window;
  Reading reading{lately ? 1.0 : 0.0, ""};
  if (path.pop.current) reading.note = path.pop.current->code + " answers";
  signals.push_back({Signal::pop_change, rule_of(*config.pop_change, Duration{}), reading});
}

void append_egress(std::vector<SignalInput>& signals, const PrefixEgress& egress,
                   const AlertConfig& config) {
  if (!config.egress_mismatch || !egress.ever) return;
  Reading reading{{},
                  egress.reported ? "STUN servers have confirmed no address within the window"
                                  : "no STUN server has answered within the window"};
  if (egress.address) {
    reading = {egress.inside_prefix ? 0.0 : 1.0, "seen from " + egress.address->to_string()};
  }
  signals.push_back(
      {Signal::egress_mismatch, rule_of(*config.egress_mismatch, config.hold), std::move(reading)});
}

void append_resolve(std::vector<SignalInput>& signals, const Snapshot& snapshot,
                    const PrefixNames& names, const AlertConfig& config) {
  constexpr Duration grace = std::chrono::minutes{5};
  constexpr Duration min_time = std::chrono::seconds{15};
  if (config.off() || names.count == 0) return;
  Reading reading{0.0, ""};
  if (names.failing > 0) {
    const Duration lasted = snapshot.taken_at - *names.failing_since;
    if (lasted >= grace) reading.value = 1;
    if (names.addressless == names.count && lasted >= min_time) reading.value = 2;
    reading.note = fmt::format("DNS: {} of {} names {} not resolve", names.failing, names.count,
                               names.failing == 1 ? "does" : "do");
    if (names.addressless == names.count) reading.note += ", and no address is left";
  }
  signals.push_back({Signal::resolve, Rule{.warning = 0.5, .critical = 1.5}, std::move(reading)});
}

void append_edge_location(std::vector<SignalInput>& signals, const AlertInput& input,
                          std::size_t index) {
  const PrefixRollup& rolled = input.rollup.prefixes[index];
  if (!rolled.edge_location) return;
  const std::uint32_t connection = input.snapshot.prefixes[index].connection;
  const ExpectedEdge& expected = input.snapshot.config->connections[connection].edge;
  Reading reading{0.0, ""};
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    const auto& pop = input.rollup.paths[p].pop.current;
    if (!pop || location_of(expected, pop->code) != rolled.edge_location) continue;
    if (*rolled.edge_location == EdgeLocation::backup) {
      reading.note = "served by the backup location " + pop->code;
    } else if (*rolled.edge_location == EdgeLocation::other) {
      reading = {1.0, "served by " + pop->code + ", neither the primary nor the backup location"};
    }
    break;
  }
  signals.push_back({Signal::edge_location, rule_of(Severity::warning, {}), std::move(reading)});
}

void append_reach(std::vector<SignalInput>& signals, const AlertInput& input, std::size_t index,
                  const AlertConfig& config, bool standby) {
  const PrefixReach& reach = input.reach.prefixes[index];
  Reading down{reach.reach == Reach::down ? 1.0 : 0.0, ""};
  if (reach.reach == Reach::unknown) {
    const SourceChoice& choice = input.snapshot.prefixes[index].choice;
    const std::string& problem =
        reach.problem.empty() && !choice.source ? choice.problem : reach.problem;
    down = {{}, problem.empty() ? "no answer yet" : problem};
  } else if (reach.is_foreign()) {
    down.note = "answers are rejected: " + reach.problem;
  } else if (reach.reach == Reach::down) {
    down.note = "no answer";
  }
  signals.push_back({Signal::down, rule_of(Severity::critical, {}), std::move(down)});
  if (config.no_source && !standby) {
    Reading no_source{reach.source_missing ? 1.0 : 0.0, reach.problem};
    signals.push_back({Signal::no_source, rule_of(*config.no_source, {}), std::move(no_source)});
  }
  Reading endpoints{0.0, ""};
  const PrefixRollup& rolled = input.rollup.prefixes[index];
  for (std::size_t p = rolled.first; p < rolled.last && reach.reach == Reach::up; ++p) {
    if (!input.reach.paths[p].down) continue;
    *endpoints.value += 1;
    const std::uint32_t endpoint = input.rollup.paths[p].endpoint;
    const EndpointReach& everywhere = input.reach.endpoints[endpoint];
    endpoints.note += (endpoints.note.empty() ? "no answer from " : ", ") +
                      input.snapshot.config->endpoints[endpoint].name;
    if (everywhere.down && everywhere.prefixes > 1) endpoints.note += " (to any prefix)";
  }
  signals.push_back({Signal::endpoint_down, rule_of(Severity::warning, {}), std::move(endpoints)});
  Reading rejected{reach.rejection.empty() ? 0.0 : 1.0, ""};
  if (!reach.rejection.empty()) rejected.note = "every probe is rejected (" + reach.rejection + ")";
  signals.push_back({Signal::rejected, rule_of(Severity::critical, {}), std::move(rejected)});
  signals.push_back(
      {Signal::flapping,
       rule_of(Severity::warning, {}),
       {reach.flapping ? 1.0 : 0.0, reach.flapping ? "three outages within an hour" : ""}});
}

}  // namespace peeringd
