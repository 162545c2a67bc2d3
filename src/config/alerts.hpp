// `alerts`: the thresholds of the main file, and what a connection, a prefix and an endpoint put on
// top of them, key by key.
#pragma once

#include <memory>
#include <optional>

#include "model/alert_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// The owner of an `alerts` block. Each level overrides the previous ones.
enum class AlertScope { defaults, connection, prefix, endpoint };

/// Where a value was written, so that a contradiction can name both sides.
struct AlertOrigin {
  Node written;
  AlertScope scope;
  bool valid = true;  ///< false: reported already, and not to be compared
};

struct LimitOrigins {
  std::optional<AlertOrigin> warning;
  std::optional<AlertOrigin> critical;
  std::optional<AlertOrigin> page;
};

/// Nothing where it is the built-in default.
struct AlertOrigins {
  LimitOrigins latency;
  LimitOrigins loss;
  LimitOrigins jitter;
  LimitOrigins cert_expiry;
  LimitOrigins route_visibility;
  std::optional<AlertOrigin> min_samples;
};

/// What one block says.
struct AlertBlock {
  AlertOverrides overrides;
  AlertOrigins origins;
};

/// What all blocks up to some scope make together.
struct Alerts {
  AlertConfig config;
  AlertOrigins origins;
};

/// Most prefixes share those of their connection, and most connections the defaults.
using SharedAlerts = std::shared_ptr<const Alerts>;

/// Reads `node`, the value of `alerts`; `off` switches every signal off.
AlertBlock read_alert_block(const Node& node, AlertScope scope);

Alerts layered(Alerts inherited, const AlertBlock& block);

/// `inherited` itself without a `node`; else with what it says, its order checked.
SharedAlerts read_alerts(const std::optional<Node>& node, AlertScope scope,
                         const SharedAlerts& inherited);

/// Reports each signal whose critical threshold would come before its warning, at the more specific
/// of the two; and each `page` without a critical threshold.
void check_order(const Alerts& alerts);

}  // namespace peeringd
