// Warnings about thresholds that the probes of a path cannot resolve or reach.
#pragma once

#include <string>
#include <vector>

#include "config/alerts.hpp"
#include "model/endpoint_config.hpp"

namespace peeringd {

struct AlertPath {
  const Alerts& alerts;  ///< the prefix's, and the endpoint's on top
  const EndpointConfig& endpoint;
  Duration window;
};

/// Whether one lost probe is less than the finest threshold for loss. True without a threshold.
bool resolves_loss(const AlertPath& path);

/// Warns at the threshold, or at the endpoint if the threshold is a built-in default.
void warn_about_path(const AlertPath& path, const Node& endpoint);

/// The same for the loss of the prefixes of a connection. All `endpoints` have the same weight, so
/// one lost probe counts most at the endpoint that is probed least. All must have probes that
/// measure the edge.
void warn_about_prefixes(const Alerts& alerts, const std::vector<const EndpointConfig*>& endpoints,
                         Duration window, const std::string& connection);

}  // namespace peeringd
