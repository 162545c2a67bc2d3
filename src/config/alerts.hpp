// Reads `alerts`: the thresholds of the main file, which connections, prefixes and endpoints
// override key by key.
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

/// None: the built-in default.
struct AlertOrigins {
  LimitOrigins latency;
  LimitOrigins loss;
  LimitOrigins jitter;
  LimitOrigins cert_expiry;
  LimitOrigins route_visibility;
  std::optional<AlertOrigin> min_samples;
};

/// The content of one block.
struct AlertBlock {
  AlertOverrides overrides;
  AlertOrigins origins;
};

/// The thresholds of all blocks down to one scope, combined.
struct Alerts {
  AlertConfig config;
  AlertOrigins origins;
};

/// Most prefixes share those of their connection, and most connections the defaults.
using SharedAlerts = std::shared_ptr<const Alerts>;

/// Reads `node`, the value of `alerts`; `off` switches every signal off.
AlertBlock read_alert_block(const Node& node, AlertScope scope);

Alerts layered(Alerts inherited, const AlertBlock& block);

/// Returns `inherited` if there is no `node`; otherwise a copy with `node` applied and its
/// thresholds' order checked.
SharedAlerts read_alerts(const std::optional<Node>& node, AlertScope scope,
                         const SharedAlerts& inherited);

/// Reports each signal whose critical threshold would come before its warning, at the more specific
/// of the two; and each `page` without a critical threshold.
void check_order(const Alerts& alerts);

}  // namespace peeringd
