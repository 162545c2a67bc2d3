// What the probes of a path can never tell of its thresholds.
#pragma once

#include "config/alerts.hpp"
#include "config/config.hpp"

namespace peeringd {

struct AlertPath {
  const Alerts& alerts;  ///< the prefix's, and the endpoint's on top
  const EndpointConfig& endpoint;
  Duration window;
};

/// Whether one lost probe is less than the finest threshold for loss. True without a threshold.
bool resolves_loss(const AlertPath& path);

/// Warns at the place of the threshold, or at the endpoint's where that is a built-in default.
void warn_about_path(const AlertPath& path, const Node& endpoint);

/// The same for prefixes of a connection. `pooled` are their alerts, and an endpoint with the
/// probes of all endpoints.
void warn_about_prefixes(const AlertPath& pooled, const std::string& connection);

}  // namespace peeringd
