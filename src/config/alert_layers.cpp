#include "config/alert_signals.hpp"

namespace peeringd {
namespace {

void replace(std::optional<AlertOrigin>& origin, const std::optional<AlertOrigin>& above) {
  if (above) origin = above;
}

void report_order(const AlertOrigin& at, std::string_view value, const AlertOrigin& other,
                  const std::string& other_text, std::string_view should_be) {
  const Diagnostics& diagnostics = at.written.diagnostics();
  at.written.error(std::string(value) + " is not " + std::string(should_be) + " the " + other_text +
                   " at " + diagnostics.describe(other.written.place()) +
                   (at.scope == other.scope ? "; a warning comes first" : "; set both here"));
}

template <typename Value>
void check_order_of(const LimitedSignal<Value>& signal, const Alerts& alerts) {
  const auto& [warning, critical] = alerts.config.*signal.limits;
  const auto& [warning_at, critical_at] = alerts.origins.*signal.origins;
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

Alerts layered(Alerts inherited, const AlertBlock& block) {
  inherited.config = overridden(inherited.config, block.overrides);
  for_each_limited_signal([&](const auto& signal) {
    replace((inherited.origins.*signal.origins).warning, (block.origins.*signal.origins).warning);
    replace((inherited.origins.*signal.origins).critical, (block.origins.*signal.origins).critical);
  });
  replace(inherited.origins.min_samples, block.origins.min_samples);
  return inherited;
}

void check_order(const Alerts& alerts) {
  for_each_limited_signal([&](const auto& signal) { check_order_of(signal, alerts); });
}

}  // namespace peeringd
