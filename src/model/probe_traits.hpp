// The properties of each type of probe that the rest of the program needs. Code outside config and
// probe uses these, not the options. Exceptions: trace/stalled_https and
// daemon/commands/ad_hoc_config, which are about one type.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"
#include "model/outcome.hpp"
#include "model/probe_options.hpp"

namespace peeringd {

struct ProbeTraits {
  /// The reasons for which a probe can be lost. Each has a series from the start.
  std::span<const LossReason> loss_reasons;

  std::uint32_t burst = 1;  ///< probes at each tick, …
  Duration spacing{};       ///< … so far apart

  /// Servers may ignore strangers: silence is loss only once the target has answered.
  bool may_be_silent = false;

  /// False if the probe measures a resolver instead of the path to the edge.
  bool measures_edge = true;

  /// Has no ticks of its own: sent when the probe before it in the endpoint's list is answered.
  bool follows_another = false;

  /// Its answers show that the endpoint's host itself sent them: by its certificate, or by a status
  /// or body that nobody else is expected to send.
  bool proves_host = false;

  /// The destination of the probe, instead of the endpoint's host.
  std::optional<IpAddress> destination{};

  /// Set if the probe uses TLS, so that the server presents a certificate: the file of trusted
  /// roots, empty for the system's. It lives as long as the options.
  std::optional<std::string_view> trusted_roots{};

  bool presents_certificate() const { return trusted_roots.has_value(); }

  /// The time from the first probe of a tick to the last one.
  Duration burst_length() const { return spacing * (burst - 1); }
};

/// Cheap: no allocation.
ProbeTraits traits_of(const ProbeOptions& options);

}  // namespace peeringd
