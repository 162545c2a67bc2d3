// The validated configuration. Only load_config() creates one, from the YAML files, so all code may
// rely on the invariants documented here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/address_ranges.hpp"
#include "model/connection_config.hpp"
#include "model/endpoint_config.hpp"
#include "model/history_config.hpp"
#include "model/route_rules.hpp"
#include "model/web_config.hpp"

namespace peeringd {

struct Config {
  std::string site;  ///< site of this host, [A-Za-z0-9_.-]{1,63}; empty: it has none
  WebConfig web;
  Duration window{};                  ///< span of quantiles, loss and jitter; >= interval
  std::vector<Duration> rtt_buckets;  ///< upper bounds of the histogram, rising, never empty
  std::vector<EndpointConfig> endpoints;
  /// Never empty. The connections that this host runs, or those of every site if requested.
  std::vector<ConnectionConfig> connections;
  RouteSources routes{};                                ///< on if any prefix has rules
  HistoryConfig history;                                ///< counts from the start of the daemon on
  std::shared_ptr<const AddressRanges> service_tags{};  ///< null: no table is configured
};

}  // namespace peeringd
