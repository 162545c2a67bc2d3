// What is known about one host name from one source: the address in use, its lifetime, and when to
// look it up again. Pure: the caller does the lookups and passes the time. NameEntry (engine) adds
// the state of the lookups, and NameDirectory has all entries.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {

/// An answer is renewed when its TTL ends, but not sooner or later than this.
inline constexpr Duration min_host_ttl = std::chrono::seconds{30};
inline constexpr Duration max_host_ttl = std::chrono::hours{1};

/// How long an answer stays in use after its TTL while lookups fail.
inline constexpr Duration stale_host_time = std::chrono::hours{1};

/// A failed lookup is repeated after the first of these; the wait doubles up to the second. Jitter
/// shortens each wait by up to half, so that names that failed together do not stay in step.
inline constexpr Duration first_lookup_retry = std::chrono::seconds{5};
inline constexpr Duration last_lookup_retry = std::chrono::seconds{60};

/// A default-constructed record knows nothing and is due for a lookup at once.
struct NameRecord {
  std::optional<IpAddress> address;  ///< of the last answer; see usable_address()
  MonotonicTime answered_at{};       ///< when the answer came; only with `address`
  MonotonicTime usable_until{};      ///< only with `address`
  MonotonicTime next_lookup{};
  int failures = 0;  ///< lookups that failed since the last answer

  friend bool operator==(const NameRecord&, const NameRecord&) = default;
};

/// The record after an answer at `now`. The address in use stays if the answer contains it, so that
/// measurements stick to one host; otherwise the first one is taken. An answer without addresses
/// counts as a failure.
NameRecord on_answer(const NameRecord& record, const ResolvedAddresses& answer, MonotonicTime now);

/// The record after a lookup that failed at `now`: the address stays, the next lookup is postponed.
/// `jitter` (0 … 1, random) is the share of half the wait to leave out.
NameRecord on_failure(const NameRecord& record, MonotonicTime now, double jitter = 0);

/// The record after its address turned out to be no endpoint's: due for a lookup.
NameRecord without_address(const NameRecord& record);

/// The address to probe at `now`: that of the last answer, until one hour after its TTL.
std::optional<IpAddress> usable_address(const NameRecord& record, MonotonicTime now);

}  // namespace peeringd
