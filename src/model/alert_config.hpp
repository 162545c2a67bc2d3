// The configured thresholds of the alerts of a connection.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "model/signal.hpp"

namespace peeringd {

enum class Severity : std::uint8_t { warning, critical };

/// The thresholds of one signal; none: it is off at that severity. Warning comes before critical:
/// below it, but for the rest of a certificate's life, which counts down.
template <typename Value>
struct Limits {
  std::optional<Value> warning;
  std::optional<Value> critical;
  /// Whether exceeding the critical threshold pages; otherwise it only warns. Requires a critical
  /// threshold.
  bool page = false;

  bool off() const { return !warning && !critical; }
  friend auto operator<=>(const Limits&, const Limits&) = default;
};

/// The signals of routes that are on or off, in the order of Signal from route_origin on.
inline constexpr std::size_t route_switch_count =
    index_of(Signal::route_visibility) - index_of(Signal::route_origin);
using RouteSwitches = std::array<std::optional<Severity>, route_switch_count>;

/// All thresholds are off until they are configured. A missing source is an alert without a
/// threshold.
struct AlertConfig {
  Limits<Duration> latency;                 ///< median round-trip time over the window
  Limits<double> loss;                      ///< ratio over the window, 0 … 1
  Limits<Duration> jitter;                  ///< jitter over the window
  Limits<Duration> cert_expiry;             ///< time left until the earliest certificate expires
  std::optional<Severity> pop_change;       ///< a different PoP answers
  std::optional<Severity> egress_mismatch;  ///< the far side saw an address outside the prefix
  /// The prefix has no source: no address, interface, carrier or route.
  std::optional<Severity> no_source = Severity::critical;
  /// An address outside the published ranges answers. Only with a table of them.
  std::optional<Severity> edge_address = Severity::warning;
  /// Of prefixes with rules for routes only.
  RouteSwitches routes{Severity::critical, Severity::critical, Severity::critical,
                       Severity::critical, Severity::warning,  Severity::warning,
                       Severity::critical};
  Limits<double> route_visibility;  ///< share of the RIS peers that have the prefix, 0 … 1

  Duration hold = std::chrono::minutes{1};  ///< `for`: how long a threshold must be exceeded
  double clear = 0.8;  ///< recovers only below this share of the threshold; 0 < clear <= 1
  std::uint32_t min_samples = 20;  ///< with fewer in the window there is no result; >= 1

  /// Whether no threshold and no event is configured. `no_source`, `edge_address` and
  /// routes do not count.
  bool off() const {
    return latency.off() && loss.off() && jitter.off() && cert_expiry.off() && !pop_change &&
           !egress_mismatch;
  }
  friend bool operator==(const AlertConfig&, const AlertConfig&) = default;
};

/// The overrides of an endpoint; a threshold that is set to none is switched off.
template <typename Value>
struct LimitOverrides {
  std::optional<std::optional<Value>> warning;
  std::optional<std::optional<Value>> critical;
  std::optional<bool> page;

  friend bool operator==(const LimitOverrides&, const LimitOverrides&) = default;
};

struct AlertOverrides {
  LimitOverrides<Duration> latency;
  LimitOverrides<double> loss;
  LimitOverrides<Duration> jitter;
  LimitOverrides<Duration> cert_expiry;
  std::optional<std::optional<Severity>> pop_change;
  std::optional<std::optional<Severity>> egress_mismatch;
  std::optional<std::optional<Severity>> edge_address;
  std::optional<std::optional<Severity>> no_source;  ///< never set for an endpoint
  std::array<std::optional<std::optional<Severity>>, route_switch_count> routes;  ///< the same
  LimitOverrides<double> route_visibility;                                        ///< the same
  std::optional<Duration> hold;
  std::optional<double> clear;
  std::optional<std::uint32_t> min_samples;

  friend bool operator==(const AlertOverrides&, const AlertOverrides&) = default;
};

/// Returns `base` with `overrides` applied. Any thread.
AlertConfig overridden(AlertConfig base, const AlertOverrides& overrides);

/// Returns the thresholds of a path from those of its prefix and the overrides of its endpoint,
/// which may be null. An endpoint can change thresholds but not enable alerts: without alerts of
/// the prefix, the path has none. Any thread.
AlertConfig alerts_of_path(const AlertConfig& prefix,
                           const std::shared_ptr<const AlertOverrides>& endpoint);

}  // namespace peeringd
