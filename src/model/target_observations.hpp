// What the probes of one target have observed beyond round-trip times: HTTP exchanges, the PoP that
// answered, and the address from which the server saw the probes.
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

struct TargetObservations {
  std::array<PhaseTotal, http_phase_names.size()> phases{};
  std::optional<HttpExchange> last_exchange;    ///< without its edge_headers
  std::optional<SeenCertificate> certificate;   ///< the certificate of the last verified chain
  std::optional<SeenPop> pop;                   ///< the last that was confirmed
  std::uint64_t pop_changes = 0;                ///< how often its code differed from the one before
  std::optional<MonotonicTime> pop_changed_at;  ///< the last time
  std::optional<SeenFrom> seen_from;            ///< the last that was confirmed
  /// The value in the last answer, confirmed or not: untrusted, must never become a label.
  std::optional<SeenPop> last_pop;
  std::optional<SeenFrom> last_seen_from;
  std::uint64_t answers_of_host = 0;        ///< exchanges by Answerer::host
  std::uint64_t doubtful_answers = 0;       ///< exchanges by Answerer::doubtful
  std::uint64_t unconfirmed_pops = 0;       ///< answers with a PoP that was not confirmed
  std::uint64_t unconfirmed_addresses = 0;  ///< answers with an address that was not confirmed
};

}  // namespace peeringd
