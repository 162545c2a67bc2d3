#include "model/alert_config.hpp"

namespace peeringd {
namespace {

template <typename Value>
void override_with(Value& value, const std::optional<Value>& other) {
  if (other) value = *other;
}

template <typename Value>
void override_with(Limits<Value>& limits, const LimitOverrides<Value>& others) {
  override_with(limits.warning, others.warning);
  override_with(limits.critical, others.critical);
  override_with(limits.page, others.page);
}

}  // namespace

AlertConfig overridden(AlertConfig base, const AlertOverrides& overrides) {
  override_with(base.latency, overrides.latency);
  override_with(base.loss, overrides.loss);
  override_with(base.jitter, overrides.jitter);
  override_with(base.cert_expiry, overrides.cert_expiry);
  override_with(base.pop_change, overrides.pop_change);
  override_with(base.egress_mismatch, overrides.egress_mismatch);
  override_with(base.edge_address, overrides.edge_address);
  override_with(base.no_source, overrides.no_source);
  for (std::size_t i = 0; i < route_switch_count; ++i) {
    override_with(base.routes[i], overrides.routes[i]);
  }
  override_with(base.route_visibility, overrides.route_visibility);
  override_with(base.hold, overrides.hold);
  override_with(base.clear, overrides.clear);
  override_with(base.min_samples, overrides.min_samples);
  return base;
}

AlertConfig alerts_of_path(const AlertConfig& prefix,
                           const std::shared_ptr<const AlertOverrides>& endpoint) {
  return prefix.off() || !endpoint ? prefix : overridden(prefix, *endpoint);
}

}  // namespace peeringd
