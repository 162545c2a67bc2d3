// The signals that have a warning and a critical threshold: how each is written, and where it is
// kept. What is done for all of them is done once, by for_each_threshold_signal().
#pragma once

#include <string>
#include <string_view>

#include "base/duration.hpp"
#include "base/percentage.hpp"
#include "config/alert_values.hpp"
#include "config/alerts.hpp"

namespace peeringd {

template <typename Value>
struct ThresholdSignal {
  std::string_view key;
  std::string_view example;
  Result<Value> (*parse)(std::string_view);
  Value min;
  Value max;
  bool counts_down;  ///< warning lies above critical
  Limits<Value> AlertConfig::*limits;
  LimitOverrides<Value> AlertOverrides::*overrides;
  LimitOrigins AlertOrigins::*origins;
};

inline std::string format_limit(Duration limit) {
  return format_duration(limit);
}

inline std::string format_limit(double limit) {
  return format_percentage(limit);
}

/// Calls `use` with the ThresholdSignal of each.
template <typename Use>
void for_each_threshold_signal(Use use) {
  using namespace std::chrono_literals;
  constexpr Duration day = 24h;
  use(ThresholdSignal<Duration>{"latency", "60ms", parse_duration, 10us, 1h, false,
                                &AlertConfig::latency, &AlertOverrides::latency,
                                &AlertOrigins::latency});
  use(ThresholdSignal<double>{"loss", "0.1%", parse_percentage, 1e-6, 0.99, false,
                              &AlertConfig::loss, &AlertOverrides::loss, &AlertOrigins::loss});
  use(ThresholdSignal<Duration>{"jitter", "15ms", parse_duration, 10us, 1h, false,
                                &AlertConfig::jitter, &AlertOverrides::jitter,
                                &AlertOrigins::jitter});
  use(ThresholdSignal<Duration>{"cert_expiry", "30d", parse_duration, 1h, 3650 * day, true,
                                &AlertConfig::cert_expiry, &AlertOverrides::cert_expiry,
                                &AlertOrigins::cert_expiry});
  use(ThresholdSignal<double>{"route_visibility", "80%", parse_percentage, 0.01, 1, true,
                              &AlertConfig::route_visibility, &AlertOverrides::route_visibility,
                              &AlertOrigins::route_visibility});
}

}  // namespace peeringd
