// What the probes of one target have found out beyond round-trip times: how HTTP exchanges went,
// which PoP answered, and which address the far side saw them come from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "model/edge_pop.hpp"
#include "model/ip_prefix.hpp"
#include "model/observation.hpp"

namespace peeringd {

struct PhaseTotal {
  std::uint64_t count = 0;
  Duration sum{};
};

struct SeenFrom {
  IpAddress address;
  MonotonicTime at;
};

struct SeenPop {
  EdgePop pop;
  MonotonicTime at;
};

struct SeenCertificate {
  WallTime not_after;  ///< HttpExchange::certificate_not_after
  MonotonicTime at;
};

struct Findings {
  std::array<PhaseTotal, http_phase_names.size()> phases{};
  std::optional<HttpExchange> last_exchange;   ///< without its edge_headers
  std::optional<SeenCertificate> certificate;  ///< of the last chain that was verified
  std::optional<SeenPop> pop;                  ///< the last that was confirmed
  std::uint64_t pop_changes = 0;  ///< how often it had another code than the one before
  std::optional<MonotonicTime> pop_changed_at;  ///< the last time
  std::optional<SeenFrom> seen_from;            ///< the last that was confirmed
  /// What the last answer told, confirmed or not: hostile input, never to become a label.
  std::optional<SeenPop> last_pop;
  std::optional<SeenFrom> last_seen_from;
  std::uint64_t unconfirmed_pops = 0;       ///< answers that told one that was not confirmed
  std::uint64_t unconfirmed_addresses = 0;  ///< the same of where the probe was seen to come from
};

}  // namespace peeringd
