// What is known of one host name as seen from one source: which address is in use, until when, and
// when to ask again. Pure: whoever holds a HostRecord does the asking and tells it the time.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {

/// An answer is asked for again when its TTL runs out, but not sooner or later than this.
inline constexpr Duration min_host_ttl = std::chrono::seconds{30};
inline constexpr Duration max_host_ttl = std::chrono::hours{1};

/// How long an answer stays in use after it ran out, while look-ups fail.
inline constexpr Duration stale_host_time = std::chrono::hours{1};

/// A failed look-up is repeated after the first of these, then twice as long, up to the second; or
/// after as little as half of that, so that what failed together does not go on together.
inline constexpr Duration first_lookup_retry = std::chrono::seconds{5};
inline constexpr Duration last_lookup_retry = std::chrono::seconds{60};

/// A default-made record knows nothing and is due for a look-up at once.
struct HostRecord {
  std::optional<IpAddress> address;  ///< of the last answer; see usable_address()
  MonotonicTime answered_at{};       ///< when that came; only with `address`
  MonotonicTime usable_until{};      ///< only with `address`
  MonotonicTime next_lookup{};
  int failures = 0;  ///< look-ups that failed since the last answer

  friend bool operator==(const HostRecord&, const HostRecord&) = default;
};

/// The record after an answer that came at `now`. The address in use stays while it is among those
/// of the answer, so that a series of measurements keeps to one host; else the first one is taken.
/// An answer without addresses counts as a failure.
HostRecord on_answer(const HostRecord& record, const ResolvedAddresses& answer, MonotonicTime now);

/// The record after a look-up that failed at `now`: the address stays, the next look-up is put off.
/// `jitter` (0 … 1) is chance, and says how much of half the wait is left out.
HostRecord on_failure(const HostRecord& record, MonotonicTime now, double jitter = 0);

/// The record when its address turned out to be none that may be probed: it is due for a look-up.
HostRecord without_address(const HostRecord& record);

/// The address to probe at `now`: that of the last answer, until an hour after its TTL.
std::optional<IpAddress> usable_address(const HostRecord& record, MonotonicTime now);

}  // namespace peeringd
