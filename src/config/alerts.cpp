#include "config/alerts.hpp"

#include "base/text.hpp"
#include "config/alert_signals.hpp"
#include "yaml/fields.hpp"
#include "yaml/overlay.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t max_samples = 1'000'000;

bool is_off(const Node& node) {
  return node.is_text("off");
}

/// Whether a signal is not one of paths, so that an endpoint has no say in it.
bool is_of_prefix(std::string_view key) {
  return key == "egress_mismatch" || key == "no_source" || key.starts_with("route_");
}

template <typename Value>
Result<Value> in_range(const Value& value, const Value& min, const Value& max) {
  if (value >= min && value <= max) return value;
  return Error{format_limit(value) + " is out of range; write " + format_limit(min) + " to " +
               format_limit(max)};
}

template <typename Value>
Result<std::optional<Value>> parse_limit(std::string_view text,
                                         const ThresholdSignal<Value>& signal) {
  if (text == "off") return std::optional<Value>{};
  if (text.find_first_of("0123456789") == std::string_view::npos) {
    return Error{in_quotes(text) + " is neither a threshold like " + std::string(signal.example) +
                 " nor off"};
  }
  const auto value = signal.parse(text);
  if (!value) return value.error();
  const auto checked = in_range(*value, signal.min, signal.max);
  if (!checked) return checked.error();
  return std::optional<Value>{*checked};
}

template <typename Value>
void read_limit(const std::optional<Node>& node, AlertScope scope,
                const ThresholdSignal<Value>& signal, std::optional<std::optional<Value>>& limit,
                std::optional<AlertOrigin>& origin) {
  if (!node) return;
  const std::string expected = "a threshold like " + std::string(signal.example) + ", or off";
  limit = node->parse(expected, [&](std::string_view text) { return parse_limit(text, signal); });
  origin = AlertOrigin{*node, scope, limit.has_value()};
}

template <typename Value>
void switch_off(const Node& node, AlertScope scope, LimitOverrides<Value>& limits,
                LimitOrigins& origins) {
  const AlertOrigin origin{node, scope};
  limits = {std::optional<Value>{}, std::optional<Value>{}, false};
  origins = {origin, origin, origin};
}

template <typename Value>
void report_no_map(const Node& node, AlertScope scope, const ThresholdSignal<Value>& signal,
                   LimitOrigins& origins) {
  if (const auto text = node.text("a map with warning and critical, or off")) {
    node.error(in_quotes(*text) + " is neither off nor a map; write {warning: " +
               std::string(signal.example) + "}, or critical, or both");
  }
  const AlertOrigin origin{node, scope, false};
  origins = {origin, origin, origin};
}

template <typename Value>
void read_page(const std::optional<Node>& node, AlertScope scope, LimitOverrides<Value>& limits,
               LimitOrigins& origins) {
  if (!node) return;
  limits.page = node->parse("true or false", parse_bool);
  origins.page = AlertOrigin{*node, scope, limits.page.has_value()};
}

template <typename Value>
void read_limits(const Fields& fields, AlertScope scope, const ThresholdSignal<Value>& signal,
                 AlertBlock& block) {
  if (scope == AlertScope::endpoint && is_of_prefix(signal.key)) return;
  const auto node = fields.find(signal.key);
  if (!node) return;
  auto& limits = block.overrides.*signal.overrides;
  LimitOrigins& origins = block.origins.*signal.origins;
  if (is_off(*node)) return switch_off(*node, scope, limits, origins);
  if (!node->is_map()) return report_no_map(*node, scope, signal, origins);
  const Fields severities(*node, "a map with warning and critical, or off");
  read_limit(severities.find("warning"), scope, signal, limits.warning, origins.warning);
  read_limit(severities.find("critical"), scope, signal, limits.critical, origins.critical);
  read_page(severities.find("page"), scope, limits, origins);
  severities.report_unknown_keys();
}

AlertBlock all_off(const Node& node, AlertScope scope) {
  AlertBlock block;
  for_each_threshold_signal([&](const auto& signal) {
    if (scope == AlertScope::endpoint && is_of_prefix(signal.key)) return;
    switch_off(node, scope, block.overrides.*signal.overrides, block.origins.*signal.origins);
  });
  block.overrides.pop_change = std::optional<Severity>{};
  block.overrides.edge_address = std::optional<Severity>{};
  if (scope == AlertScope::endpoint) return block;
  block.overrides.egress_mismatch = std::optional<Severity>{};
  block.overrides.no_source = std::optional<Severity>{};
  block.overrides.routes.fill(std::optional<Severity>{});
  return block;
}

std::string belongs_to_a_prefix(std::string_view key) {
  if (!is_of_prefix(key)) return {};
  if (key.starts_with("route_")) {
    return "belongs to a prefix; move it to the alerts of the prefix, of its connection or of the "
           "main file";
  }
  return "belongs to a prefix, whose traffic leaves from one address to every endpoint; move it "
         "to the alerts of the prefix, of its connection or of the main file";
}

/// How a signal without a number pages, for one who has written `page` in a map.
std::string_view way_to_page(std::string_view key) {
  if (key == "route_origin" || key == "route_more_specific") return ", which pages";
  if (key == "no_source") return "; a connection without a source is then down, which pages";
  return ", and send its alerts to the pager in Alertmanager (docs/alerting.md#what-pages)";
}

void refuse_map(const Node& node, std::string_view key, std::string_view expected) {
  std::string message = "expected " + std::string(expected) + ", found a map; write " +
                        std::string(key) + ": critical";
  if (find_value(node.value(), "page") != nullptr) message += way_to_page(key);
  node.error(std::move(message));
}

using OptionalSeverity = std::optional<std::optional<Severity>>;

/// A signal without a number.
void read_severity(const Fields& fields, std::string_view key, OptionalSeverity& severity) {
  constexpr std::string_view expected = "warning, critical or off";
  const auto node = fields.find(key);
  if (!node) return;
  if (node->is_map()) return refuse_map(*node, key, expected);
  severity = node->parse(expected, parse_severity);
}

void read_events(const Fields& fields, AlertScope scope, AlertOverrides& overrides) {
  read_severity(fields, "pop_change", overrides.pop_change);
  read_severity(fields, "edge_address", overrides.edge_address);
  if (scope == AlertScope::endpoint) return;
  read_severity(fields, "egress_mismatch", overrides.egress_mismatch);
  read_severity(fields, "no_source", overrides.no_source);
  for (std::size_t i = 0; i < route_switch_count; ++i) {
    read_severity(fields, signal_names[index_of(Signal::route_origin) + i], overrides.routes[i]);
  }
}

void read_conditions(const Fields& fields, AlertScope scope, AlertBlock& block) {
  if (const auto node = fields.find("for")) {
    block.overrides.hold = node->parse("a duration like 1m", [](std::string_view text) {
      const auto hold = parse_duration(text);
      return hold ? in_range<Duration>(*hold, 0s, 24h) : hold;
    });
  }
  if (const auto node = fields.find("clear")) {
    block.overrides.clear = node->parse("a percentage like 80%", [](std::string_view text) {
      const auto clear = parse_percentage(text);
      return clear ? in_range(*clear, 0.01, 1.0) : clear;
    });
  }
  if (const auto node = fields.find("min_samples")) {
    const auto samples = node->parse("a number of probes", [](std::string_view text) {
      return parse_whole_number(text, 1, max_samples);
    });
    if (samples) block.overrides.min_samples = static_cast<std::uint32_t>(*samples);
    block.origins.min_samples = AlertOrigin{*node, scope, samples.has_value()};
  }
}

void replace(std::optional<AlertOrigin>& origin, const std::optional<AlertOrigin>& above) {
  if (above) origin = above;
}

void report_order(const AlertOrigin& at, std::string_view value, const AlertOrigin& other,
                  const std::string& other_text, std::string_view should_be) {
  const Diagnostics& diagnostics = at.written.diagnostics();
  at.written.error(std::string(value) + " is not " + std::string(should_be) + " the " + other_text +
                   " at " + diagnostics.describe(other.written.place()) +
                   (at.scope == other.scope ? "; set different thresholds" : "; set both here"));
}

/// Not where a more specific block has switched the threshold off: then the path does not page.
template <typename Value>
void check_page_of(const ThresholdSignal<Value>& signal, const Alerts& alerts) {
  const Limits<Value>& limits = alerts.config.*signal.limits;
  const LimitOrigins& at = alerts.origins.*signal.origins;
  if (!limits.page || limits.critical) return;
  if (at.critical && (!at.critical->valid || at.critical->scope > at.page->scope)) return;
  at.page->written.error("needs a critical threshold, and " + std::string(signal.key) +
                         " has none; write {critical: " + std::string(signal.example) +
                         ", page: true}");
}

template <typename Value>
void check_order_of(const ThresholdSignal<Value>& signal, const Alerts& alerts) {
  const auto& [warning, critical, page] = alerts.config.*signal.limits;
  const auto& [warning_at, critical_at, page_at] = alerts.origins.*signal.origins;
  if (!warning || !critical || !warning_at->valid || !critical_at->valid) return;
  if (signal.counts_down ? *warning > *critical : *warning < *critical) return;
  const std::string below = signal.counts_down ? "above" : "below";
  const std::string above = signal.counts_down ? "below" : "above";
  const std::string warning_text = format_limit(*warning);
  const std::string critical_text = format_limit(*critical);
  if (warning_at->scope >= critical_at->scope) {
    report_order(*warning_at, warning_text, *critical_at, "critical threshold of " + critical_text,
                 below);
  } else {
    report_order(*critical_at, critical_text, *warning_at, "warning threshold of " + warning_text,
                 above);
  }
}

}  // namespace

AlertBlock read_alert_block(const Node& node, AlertScope scope) {
  if (is_off(node)) return all_off(node, scope);
  const Fields fields(node, "a map of thresholds such as latency and loss, or off");
  AlertBlock block;
  for_each_threshold_signal([&](const auto& signal) { read_limits(fields, scope, signal, block); });
  read_events(fields, scope, block.overrides);
  read_conditions(fields, scope, block);
  fields.report_unknown_keys(belongs_to_a_prefix);
  return block;
}

SharedAlerts read_alerts(const std::optional<Node>& node, AlertScope scope,
                         const SharedAlerts& inherited) {
  if (!node) return inherited;
  const auto alerts =
      std::make_shared<const Alerts>(layered(*inherited, read_alert_block(*node, scope)));
  check_order(*alerts);
  return alerts;
}

Alerts layered(Alerts inherited, const AlertBlock& block) {
  inherited.config = overridden(inherited.config, block.overrides);
  for_each_threshold_signal([&](const auto& signal) {
    replace((inherited.origins.*signal.origins).warning, (block.origins.*signal.origins).warning);
    replace((inherited.origins.*signal.origins).critical, (block.origins.*signal.origins).critical);
    replace((inherited.origins.*signal.origins).page, (block.origins.*signal.origins).page);
  });
  replace(inherited.origins.min_samples, block.origins.min_samples);
  return inherited;
}

void check_order(const Alerts& alerts) {
  for_each_threshold_signal([&](const auto& signal) {
    check_order_of(signal, alerts);
    check_page_of(signal, alerts);
  });
}

}  // namespace peeringd
