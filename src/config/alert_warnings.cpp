#include "config/alert_warnings.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/duration.hpp"
#include "base/percentage.hpp"
#include "base/text.hpp"
#include "config/alert_values.hpp"
#include "model/edge_paths.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 17> round_windows{1min,  2min,  3min,  5min, 10min, 15min,
                                                 20min, 30min, 45min, 1h,   90min, 2h,
                                                 3h,    6h,    12h,   18h,  24h};
constexpr std::array<Duration, 16> round_intervals{
    1h, 30min, 10min, 5min, 2min, 1min, 30s, 20s, 10s, 5s, 2s, 1s, 500ms, 250ms, 200ms, 100ms};

std::string of_endpoint(const AlertPath& path) {
  return "endpoint " + in_quotes(path.endpoint.name);
}

/// Those of a path, or all of a prefix.
using Endpoints = std::vector<const EndpointConfig*>;

/// The endpoint as it would be with each of its probes at this interval.
EndpointConfig probed_each(EndpointConfig endpoint, Duration interval) {
  for (ProbeConfig& probe : endpoint.probes) probe.interval = interval;
  return endpoint;
}

bool burst_fits(const EndpointConfig& endpoint, Duration interval) {
  return std::all_of(endpoint.probes.begin(), endpoint.probes.end(), [&](const auto& probe) {
    return traits_of(probe.options).burst_length() < interval;
  });
}

bool holds(Duration window, const Endpoints& endpoints, std::uint64_t needed) {
  return std::all_of(endpoints.begin(), endpoints.end(), [&](const EndpointConfig* endpoint) {
    return edge_probes_in(window, *endpoint) >= needed;
  });
}

bool would_hold(Duration window, const Endpoints& endpoints, std::uint64_t needed,
                Duration interval) {
  return std::all_of(endpoints.begin(), endpoints.end(), [&](const EndpointConfig* endpoint) {
    return edge_probes_in(window, *endpoint) >= needed ||
           edge_probes_in(window, probed_each(*endpoint, interval)) >= needed;
  });
}

/// `; a window of 1h or an interval of 500ms would do`: a setting with which each endpoint has
/// `needed` probes in the window. Empty if there is none.
std::string what_would_do(Duration present, const Endpoints& endpoints, std::uint64_t needed) {
  std::string text;
  const auto* const window =
      std::find_if(round_windows.begin(), round_windows.end(), [&](Duration candidate) {
        return candidate > present && holds(candidate, endpoints, needed);
      });
  if (window != round_windows.end()) text = "a window of " + format_duration(*window);
  const auto* const interval = std::find_if(
      round_intervals.begin(), round_intervals.end(),
      [&](Duration candidate) { return would_hold(present, endpoints, needed, candidate); });
  if (interval != round_intervals.end() &&
      std::all_of(endpoints.begin(), endpoints.end(), [&](const EndpointConfig* endpoint) {
        return burst_fits(*endpoint, *interval);
      })) {
    text += (text.empty() ? "an interval of " : " or an interval of ") + format_duration(*interval);
  }
  return text.empty() ? std::string() : "; " + text + " would do";
}

/// The finer threshold, which resolves the other too.
const std::optional<double>& finer(const Limits<double>& loss) {
  return loss.warning ? loss.warning : loss.critical;
}

std::uint64_t needed_for(double limit) {
  return static_cast<std::uint64_t>(std::ceil(1.0 / limit - 1e-6));
}

/// At the place of the finer threshold: it is finer than `whose` can show, as `one_lost` is that
/// share.
void warn_about_resolution(const Alerts& alerts, const std::string& whose,
                           const std::string& one_lost, double share, const std::string& remedy) {
  const Limits<double>& loss = alerts.config.loss;
  const LimitOrigins& origins = alerts.origins.loss;
  const AlertOrigin& origin = loss.warning ? *origins.warning : *origins.critical;
  origin.written.warning(format_percentage(*finer(loss)) + " is finer than " + whose +
                         " can show: one lost probe out of " + one_lost + " is " +
                         format_percentage(share, 2) + remedy);
}

std::string in_the_window(Duration window) {
  return " in the window of " + format_duration(window);
}

void warn_about_resolution(const AlertPath& path) {
  const std::uint64_t probes = edge_probes_in(path.window, path.endpoint);
  warn_about_resolution(
      path.alerts, of_endpoint(path), std::to_string(probes) + in_the_window(path.window),
      1.0 / static_cast<double>(probes),
      what_would_do(path.window, {&path.endpoint}, needed_for(*finer(path.alerts.config.loss))));
}

bool needs_samples(const AlertConfig& alerts) {
  return !alerts.latency.off() || !alerts.loss.off() || !alerts.jitter.off();
}

void warn_about_samples(const AlertPath& path, const Node& endpoint) {
  const std::uint64_t probes = edge_probes_in(path.window, path.endpoint);
  const std::uint32_t needed = path.alerts.config.min_samples;
  if (!needs_samples(path.alerts.config) || probes >= needed) return;
  const std::string consequence =
      ", so its paths are never evaluated" + what_would_do(path.window, {&path.endpoint}, needed);
  const std::string window = "a window of " + format_duration(path.window);
  if (const auto& origin = path.alerts.origins.min_samples) {
    origin->written.warning(window + " contains only " + counted(probes, "probe") + " of " +
                            of_endpoint(path) + consequence);
  } else {
    endpoint.warning(window + " contains only " + counted(probes, "probe") + " of " +
                     of_endpoint(path) + ", and the default of alerts.min_samples is " +
                     std::to_string(needed) + consequence);
  }
}

Duration longest_timeout(const EndpointConfig& endpoint) {
  Duration longest{};
  for (const ProbeConfig& probe : endpoint.probes) {
    if (measures_edge(endpoint, probe)) longest = std::max(longest, probe.timeout);
  }
  return longest;
}

/// The higher threshold alone: where it can be exceeded the other can.
void warn_about_timeout(const AlertPath& path) {
  const auto& [warning, critical, page] = path.alerts.config.latency;
  const auto& limit = critical ? critical : warning;
  const Duration timeout = longest_timeout(path.endpoint);
  if (!limit || *limit < timeout) return;
  const LimitOrigins& origins = path.alerts.origins.latency;
  const AlertOrigin& origin = critical ? *origins.critical : *origins.warning;
  origin.written.warning(format_duration(*limit) + " is never exceeded: " + of_endpoint(path) +
                         " has a timeout of " + format_duration(timeout) +
                         ", and a slower probe is lost");
}

bool sees_certificates(const EndpointConfig& endpoint) {
  return std::any_of(endpoint.probes.begin(), endpoint.probes.end(), [](const auto& probe) {
    return traits_of(probe.options).presents_certificate();
  });
}

/// Only of an endpoint's own thresholds: those of all endpoints may well be for others.
void warn_about_certificates(const AlertPath& path) {
  const auto& [warning, critical, page] = path.alerts.config.cert_expiry;
  const LimitOrigins& origins = path.alerts.origins.cert_expiry;
  if (sees_certificates(path.endpoint)) return;
  const auto own = [](const auto& limit, const auto& origin) {
    return limit && origin->scope == AlertScope::endpoint;
  };
  const auto& origin = own(warning, origins.warning) ? origins.warning : origins.critical;
  if (!own(warning, origins.warning) && !own(critical, origins.critical)) return;
  origin->written.warning(of_endpoint(path) +
                          " has no https probe, which alone sees a certificate");
}

}  // namespace

bool resolves_loss(const AlertPath& path) {
  const auto& limit = finer(path.alerts.config.loss);
  const auto probes = static_cast<double>(edge_probes_in(path.window, path.endpoint));
  return !limit || probes == 0 || *limit * probes >= 1.0 - 1e-9;
}

void warn_about_path(const AlertPath& path, const Node& endpoint) {
  warn_about_certificates(path);
  // A resolver alone has no figures of the edge.
  if (edge_probes_in(path.window, path.endpoint) == 0) return;
  if (!resolves_loss(path)) warn_about_resolution(path);
  warn_about_samples(path, endpoint);
  warn_about_timeout(path);
}

void warn_about_prefixes(const Alerts& alerts, const std::vector<const EndpointConfig*>& endpoints,
                         Duration window, const std::string& connection) {
  const auto& limit = finer(alerts.config.loss);
  if (!limit || endpoints.empty()) return;
  const EndpointConfig& least = **std::min_element(
      endpoints.begin(), endpoints.end(), [&](const EndpointConfig* a, const EndpointConfig* b) {
        return edge_probes_in(window, *a) < edge_probes_in(window, *b);
      });
  const std::uint64_t probes = edge_probes_in(window, least);
  const auto count = static_cast<double>(endpoints.size());
  const double share = 1.0 / static_cast<double>(probes) / count;
  if (*limit >= share - 1e-9) return;
  std::string one_lost = std::to_string(probes);
  if (endpoints.size() > 1) {
    one_lost += " of endpoint " + in_quotes(least.name) + " (one of " +
                std::to_string(endpoints.size()) + " with equal weight)";
  }
  warn_about_resolution(alerts, "a prefix of connection " + in_quotes(connection),
                        one_lost + in_the_window(window), share,
                        what_would_do(window, endpoints, needed_for(*limit * count)));
}

}  // namespace peeringd
