// The configuration of the history.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/tier.hpp"

namespace peeringd {

struct HistoryConfig {
  bool on = true;
  std::string path;                   ///< a folder; empty: history_folder() decides
  std::optional<std::uint64_t> size;  ///< bytes; none: 2 GB, and at most a tenth of the free space
  std::array<Duration, tier_count> keep  ///< by Tier; never falls from one tier to the next
      {std::chrono::days{8}, std::chrono::days{35}, std::chrono::days{400},
       std::chrono::days{5 * 365 + 1}};

  friend bool operator==(const HistoryConfig&, const HistoryConfig&) = default;
};

}  // namespace peeringd
