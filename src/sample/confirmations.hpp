// Confirms values that several answers report. Answers are untrusted, and each confirmed value may
// become a label of a metric.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// A value is confirmed once `answers_needed` answers have reported it, with at most
/// `candidates_kept` other values in between (answers may alternate between two sites). At most
/// `confirmed_kept` values are confirmed at a time, and each stays for an hour after its last
/// report, so that no more can appear within an hour. Bounded memory; allocates when a value is
/// new. One thread.
template <typename Value>
class Confirmations {
 public:
  static constexpr std::uint32_t answers_needed = 3;
  static constexpr std::size_t candidates_kept = 4;
  static constexpr std::size_t confirmed_kept = 8;
  static constexpr Duration kept_for = std::chrono::hours{1};

  /// Notes that an answer reported `value`. True if it is confirmed.
  bool note(const Value& value, MonotonicTime now) {
    if (Entry* const known = find(confirmed_, value)) {
      known->reported_at = now;
      return true;
    }
    Entry& candidate = candidate_of(value);
    candidate.reported_at = now;
    ++candidate.answers;
    if (candidate.answers < answers_needed || !confirm(candidate, now)) return false;
    std::erase_if(candidates_, [&](const Entry& entry) { return entry.value == value; });
    return true;
  }

 private:
  struct Entry {
    Value value;
    MonotonicTime reported_at{};
    std::uint64_t answers = 0;
  };
  using Entries = std::vector<Entry>;

  static Entry* find(Entries& entries, const Value& value) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& entry) { return entry.value == value; });
    return found == entries.end() ? nullptr : &*found;
  }

  static Entry& least_recent(Entries& entries) {
    return *std::min_element(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return a.reported_at < b.reported_at;
    });
  }

  Entry& candidate_of(const Value& value) {
    if (Entry* const known = find(candidates_, value)) return *known;
    if (candidates_.size() < candidates_kept) return candidates_.emplace_back(Entry{value});
    return least_recent(candidates_) = Entry{value};
  }

  // False if there is no room for it.
  bool confirm(const Entry& entry, MonotonicTime now) {
    if (confirmed_.size() < confirmed_kept) {
      confirmed_.push_back(entry);
      return true;
    }
    Entry& oldest = least_recent(confirmed_);
    if (now - oldest.reported_at < kept_for) return false;
    oldest = entry;
    return true;
  }

  Entries candidates_;
  Entries confirmed_;
};

}  // namespace peeringd
