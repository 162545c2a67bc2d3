// Which records have to go: by age, for the size of the file, and for the room on the disk. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "model/tier.hpp"

namespace peeringd {

/// Whether the wall clock may decide what is too old. A clock that was set to 2036 by mistake must
/// not delete what there is. One thread.
class TrustedTime {
 public:
  /// After a step forward by more than a day, time is not trusted for this long.
  static constexpr Duration pause = std::chrono::hours{24};

  /// `last`: the last time of day in the file; none in a new one.
  explicit TrustedTime(std::optional<WallTime> last) : wall_(last) {}

  /// Notes both clocks as they are now.
  void note(MonotonicTime now, WallTime wall);

  bool trusted() const { return !distrusted_since_; }

 private:
  std::optional<WallTime> wall_;  // at the last call
  std::optional<MonotonicTime> now_;
  std::optional<MonotonicTime> distrusted_since_;
};

struct Space {
  std::uint64_t file = 0;            ///< bytes of the file
  std::uint64_t unused = 0;          ///< of them
  std::uint64_t disk_available = 0;  ///< bytes of the disk
};

struct SpaceLimits {
  std::uint64_t size = 0;          ///< of the file and SQLite's log
  std::uint64_t disk_reserve = 0;  ///< stays free on the disk
};

/// What is kept of a limit for SQLite's log.
std::uint64_t log_reserve(std::uint64_t size);

/// The largest size that the file may have now.
std::uint64_t allowed_bytes(const Space& space, const SpaceLimits& limits);

/// Whether records have to go for room: from 95 % of what is allowed on, until 90 % is left.
bool needs_room(const Space& space, const SpaceLimits& limits, bool making_room);

/// The default of `size`: 2 GB, but at most a tenth of what is free, the file itself included.
std::uint64_t default_size(std::uint64_t disk_available, std::uint64_t file);

/// A tier, and the time before which its records may go for room. In this order, while there are
/// any: the finest records first.
struct Expendable {
  Tier tier;
  Duration age;
};
inline constexpr std::array<Expendable, 8> expendable{{{Tier::minute, std::chrono::hours{1}},
                                                       {Tier::ten_minutes, std::chrono::hours{24}},
                                                       {Tier::hour, std::chrono::days{30}},
                                                       {Tier::day, std::chrono::days{90}},
                                                       {Tier::minute, Duration{}},
                                                       {Tier::ten_minutes, Duration{}},
                                                       {Tier::hour, Duration{}},
                                                       {Tier::day, Duration{}}}};

}  // namespace peeringd
