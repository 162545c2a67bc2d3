// The configuration of an endpoint that is probed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/alert_config.hpp"
#include "model/ip_prefix.hpp"
#include "model/probe_options.hpp"

namespace peeringd {

/// A Microsoft edge endpoint.
struct EndpointConfig {
  std::string name;                  ///< [A-Za-z0-9_.-]{1,63}, unique; `egress:…` if egress_only
  std::string host;                  ///< a host name, or the text of an address
  std::optional<IpAddress> address;  ///< set when `host` is an address
  std::vector<ProbeConfig> probes;   ///< never empty
  /// Made of `egress.via`: it shows where traffic leaves, and says nothing about the Microsoft
  /// edge.
  bool egress_only = false;
  /// Overrides for the paths to it, on top of the prefix's alerts; null: none.
  std::shared_ptr<const AlertOverrides> alerts{};
};

}  // namespace peeringd
