// The resolutions that the history keeps: minutes for days, days for years. Each is the sum of the
// one before it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace peeringd {

/// Unix time, in whole seconds.
using Moment = std::chrono::sys_seconds;

inline constexpr std::int64_t unix_seconds(Moment time) {
  return time.time_since_epoch().count();
}

inline constexpr Moment from_unix_seconds(std::int64_t seconds) {
  return Moment{std::chrono::seconds{seconds}};
}

enum class Tier : std::uint8_t { minute, ten_minutes, hour, day };

inline constexpr std::array all_tiers{Tier::minute, Tier::ten_minutes, Tier::hour, Tier::day};
inline constexpr std::size_t tier_count = all_tiers.size();

inline constexpr std::size_t index_of(Tier tier) {
  return static_cast<std::size_t>(tier);
}

inline constexpr std::chrono::seconds period_of(Tier tier) {
  constexpr std::array<int, tier_count> seconds{60, 600, 3600, 86400};
  return std::chrono::seconds{seconds[index_of(tier)]};
}

/// The names in the configuration and in the metrics.
inline constexpr std::string_view name_of(Tier tier) {
  constexpr std::array<std::string_view, tier_count> names{"1m", "10m", "1h", "1d"};
  return names[index_of(tier)];
}

/// The tier that is computed from this one, and the tier that this one is computed from.
inline constexpr std::optional<Tier> coarser(Tier tier) {
  if (tier == Tier::day) return std::nullopt;
  return all_tiers[index_of(tier) + 1];
}
inline constexpr std::optional<Tier> finer(Tier tier) {
  if (tier == Tier::minute) return std::nullopt;
  return all_tiers[index_of(tier) - 1];
}

/// The beginning of the period that `time` lies in; periods are those of UTC.
inline Moment period_start(Tier tier, Moment time) {
  const auto seconds = time.time_since_epoch();
  return Moment{seconds / period_of(tier) * period_of(tier)};
}

/// The first end of a period at or after `time`.
inline Moment period_end(Tier tier, Moment time) {
  return period_start(tier, time + period_of(tier) - std::chrono::seconds{1});
}

}  // namespace peeringd
