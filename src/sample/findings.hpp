// What the probes of one target have found out beyond round-trip times: how HTTP exchanges went,
// and where the far side saw them come from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "net/ip_prefix.hpp"
#include "probe/observation.hpp"

namespace peeringd {

struct PhaseTotal {
  std::uint64_t count = 0;
  Duration sum{};
};

struct SeenFrom {
  IpAddress address;
  MonotonicTime at;
};

struct Findings {
  std::array<PhaseTotal, http_phase_names.size()> phases{};
  std::optional<HttpExchange> last_exchange;
  std::optional<SeenFrom> seen_from;
};

void enter_observation(Findings& findings, const Observation& observation, MonotonicTime now);

}  // namespace peeringd
