// Which probe a packet belongs to, as it is written into packets and read back from their answers.
#pragma once

#include <cstdint>

namespace peeringd {

struct ProbeTag {
  std::uint32_t flight = 0;
  std::uint32_t target = 0;
  std::uint64_t number = 0;

  friend bool operator==(const ProbeTag&, const ProbeTag&) = default;
};

}  // namespace peeringd
