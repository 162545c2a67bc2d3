#include "report/series_context.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>

#include "model/config.hpp"
#include "model/threshold_spans.hpp"

namespace peeringd {
namespace {

std::optional<Position> position_of(const Location& location) {
  if (!location.latitude || !location.longitude) return std::nullopt;
  return Position{*location.latitude, *location.longitude};
}

void add_rules(const SubjectStatus& status, SeriesContext& context) {
  for (const SignalStatus& signal : status.signals) {
    if (is_measured(signal.signal))
      context.rules[std::string(name_of(signal.signal))] = signal.rule;
  }
}

void merge_strictest(const SubjectStatus& status, std::map<std::string, Rule>& strictest) {
  for (const SignalStatus& signal : status.signals) {
    if (!is_measured(signal.signal)) continue;
    Rule& rule =
        strictest.try_emplace(std::string(name_of(signal.signal)), signal.rule).first->second;
    take_stricter(rule.warning, signal.rule.warning);
    take_stricter(rule.critical, signal.rule.critical);
  }
}

void add_prefix(const Assessment& assessment, std::size_t index, const TargetKey& key,
                SeriesContext& context) {
  const PrefixSnapshot& prefix = assessment.snapshot->prefixes[index];
  const PrefixRollup& rolled = assessment.rollup.prefixes[index];
  const auto& endpoints = assessment.config().endpoints;
  for (std::size_t p = rolled.first; p < rolled.last; ++p) {
    const PathRollup& path = assessment.rollup.paths[p];
    if (path.pop.current) context.pops[endpoints[path.endpoint].name] = path.pop.current->code;
  }
  for (const PrefixStatus& each : assessment.alerts.prefixes) {
    const bool same = each.connection == prefix.connection && each.prefix == prefix.prefix;
    if (same && key.endpoint.empty()) add_rules(each.status, context);
  }
  for (const PathStatus& each : assessment.alerts.paths) {
    const bool same = each.connection == prefix.connection && each.prefix == prefix.prefix;
    if (same && endpoints[each.endpoint].name == key.endpoint) add_rules(each.status, context);
  }
}

using Codes = std::map<std::string, std::string>;

std::string most_common(const Codes& codes) {
  std::map<std::string, int> counts;
  for (const auto& [endpoint, code] : codes) ++counts[code];
  const auto best =
      std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return best == counts.end() ? std::string() : best->first;
}

}  // namespace

SeriesContext context_of(const Assessment& assessment, const TargetKey& key) {
  SeriesContext context;
  for (std::size_t p = 0; p < assessment.snapshot->prefixes.size(); ++p) {
    const PrefixSnapshot& prefix = assessment.snapshot->prefixes[p];
    const ConnectionConfig& owner = assessment.config().connections[prefix.connection];
    if (owner.name != key.connection) continue;
    context.position = position_of(owner.location);
    context.in_maintenance = assessment.maintenance.size() > prefix.connection &&
                             assessment.maintenance[prefix.connection];
    if (owner.prefixes[prefix.prefix].label == key.prefix) {
      add_prefix(assessment, p, key, context);
    }
  }
  return context;
}

std::map<std::string, Rule> strictest_rules(const Assessment& assessment,
                                            const std::string& connection,
                                            const std::string& endpoint) {
  const Config& config = assessment.config();
  std::map<std::string, Rule> strictest;
  const auto add = [&](std::size_t owner, const SubjectStatus& status) {
    if (config.connections[owner].name == connection) merge_strictest(status, strictest);
  };
  if (endpoint.empty()) {
    for (const PrefixStatus& each : assessment.alerts.prefixes) add(each.connection, each.status);
    return strictest;
  }
  for (const PathStatus& each : assessment.alerts.paths) {
    if (config.endpoints[each.endpoint].name == endpoint) add(each.connection, each.status);
  }
  return strictest;
}

std::vector<PopSpan> pop_spans(const HistoryView& view, const SeriesContext& context) {
  const auto wanted = [&](const std::string& endpoint) {
    return view.key.endpoint.empty() || endpoint == view.key.endpoint;
  };
  Codes codes;
  std::set<std::string> changed;
  for (const Event& event : view.changes) {
    if (event.kind != EventKind::pop_changed || !wanted(event.subject.endpoint)) continue;
    if (changed.insert(event.subject.endpoint).second) {
      codes[event.subject.endpoint] = text_field(event, "from");
    }
  }
  for (const auto& [endpoint, code] : context.pops) {
    if (wanted(endpoint) && !changed.contains(endpoint)) codes[endpoint] = code;
  }
  std::erase_if(codes, [](const auto& entry) { return entry.second.empty(); });

  std::vector<PopSpan> spans;
  const auto begin_span = [&](Moment time) {
    const std::string code = most_common(codes);
    if (!spans.empty() && spans.back().code == code) return;
    if (!spans.empty()) spans.back().span.to = time;
    spans.push_back({{time, view.grid.to}, code});
  };
  begin_span(view.grid.from);
  for (const Event& event : view.changes) {
    if (event.kind != EventKind::pop_changed || !wanted(event.subject.endpoint)) continue;
    codes[event.subject.endpoint] = text_field(event, "to");
    if (moment_of(event) < view.grid.to) begin_span(moment_of(event));
  }
  std::erase_if(spans, [](const PopSpan& each) {
    return each.code.empty() || each.span.from >= each.span.to;
  });
  return spans;
}

std::vector<HistorySpan> maintenance_spans(const HistoryView& view, const SeriesContext& context) {
  std::vector<HistorySpan> spans;
  std::optional<Moment> begun;
  const auto add = [&](Moment from, Moment to) {
    const HistorySpan span{std::max(from, view.grid.from), std::min(to, view.grid.to)};
    if (span.from < span.to) spans.push_back(span);
  };
  bool first = true;
  for (const Event& event : view.changes) {
    if (event.kind == EventKind::maintenance_began) {
      if (!begun) begun = moment_of(event);
      first = false;
    } else if (event.kind == EventKind::maintenance_ended) {
      if (begun || first) add(begun.value_or(view.grid.from), moment_of(event));
      begun.reset();
      first = false;
    }
  }
  if (begun || (first && context.in_maintenance)) {
    add(begun.value_or(view.grid.from), view.grid.to);
  }
  return spans;
}

Duration light_in_fibre(double metres) {
  constexpr double light = 299'792'458;  // m/s
  const std::chrono::duration<double> time{2 * metres / (light * 2 / 3)};
  return std::chrono::duration_cast<Duration>(time);
}

}  // namespace peeringd
