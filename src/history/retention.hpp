// Decides which records to delete: by age, by the size of the file, and by the free space on the
// disk. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "model/tier.hpp"

namespace peeringd {

/// Whether the wall clock may decide which records are too old. A clock that was set to 2036 by
/// mistake must not delete all records. One thread.
class TrustedTime {
 public:
  /// After a step forward by more than a day, time is not trusted for this long.
  static constexpr Duration pause = std::chrono::hours{24};

  /// `last`: the latest wall-clock time in the file; none in a new one.
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
  std::uint64_t unused = 0;          ///< unused bytes in the file
  std::uint64_t disk_available = 0;  ///< free bytes on the disk
};

struct SpaceLimits {
  std::uint64_t size = 0;          ///< limit of the file and SQLite's log, in bytes
  std::uint64_t disk_reserve = 0;  ///< bytes that stay free on the disk
};

/// The part of a limit that is reserved for SQLite's log.
std::uint64_t log_reserve(std::uint64_t size);

/// The largest size that the file may have now.
std::uint64_t allowed_bytes(const Space& space, const SpaceLimits& limits);

/// Whether records must be deleted to make room: from 95 % of the allowed size, down to 90 %.
bool needs_room(const Space& space, const SpaceLimits& limits, bool making_room);

/// The default of `size`: 2 GB, but at most a tenth of the free space, including the file itself.
std::uint64_t default_size(std::uint64_t disk_available, std::uint64_t file);

/// A tier, and the age from which its records may be deleted to make room. `expendable` is in the
/// order of deletion: an element applies once nothing is left of those before it.
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
