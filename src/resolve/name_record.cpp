#include "resolve/name_record.hpp"

#include <algorithm>

namespace peeringd {
namespace {

Duration retry_after(int failures) {
  Duration wait = first_lookup_retry;
  for (int i = 1; i < failures && wait < last_lookup_retry; ++i) wait *= 2;
  return std::min(wait, last_lookup_retry);
}

}  // namespace

NameRecord on_answer(const NameRecord& record, const ResolvedAddresses& answer, MonotonicTime now) {
  if (answer.addresses.empty()) return on_failure(record, now);
  const Duration ttl = std::clamp(answer.ttl, min_host_ttl, max_host_ttl);
  const bool stays = record.address &&
                     std::ranges::find(answer.addresses, *record.address) != answer.addresses.end();
  NameRecord next;
  next.address = stays ? *record.address : answer.addresses.front();
  next.answered_at = now;
  next.next_lookup = now + ttl;
  next.usable_until = now + ttl + stale_host_time;
  return next;
}

NameRecord on_failure(const NameRecord& record, MonotonicTime now, double jitter) {
  NameRecord next = record;
  if (next.failures < 1000) ++next.failures;
  const Duration wait = retry_after(next.failures);
  const std::chrono::duration<double, Duration::period> left_out = wait * (jitter / 2);
  next.next_lookup = now + wait - std::chrono::duration_cast<Duration>(left_out);
  return next;
}

NameRecord without_address(const NameRecord& record) {
  NameRecord next;
  next.failures = record.failures;
  return next;
}

std::optional<IpAddress> usable_address(const NameRecord& record, MonotonicTime now) {
  if (!record.address || now >= record.usable_until) return std::nullopt;
  return record.address;
}

}  // namespace peeringd
