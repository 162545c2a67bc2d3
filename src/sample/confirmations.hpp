// Which values that answers tell are taken for true: those that several answers have told. Answers
// are hostile input, and each value that is taken for true may become a label of a metric.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"

namespace peeringd {

/// Takes a value for true, it is confirmed, once `answers_needed` answers have told it. They need
/// not follow one another, as answers may come from two places in turn, but no more than
/// `candidates_kept` other values may lie between. At most `confirmed_kept` values are confirmed at
/// a time, and each keeps its place for an hour after it was told last: so no more of them come up
/// in an hour. Bounded memory, which is taken when a value is new. One thread.
template <typename Value>
class Confirmations {
 public:
  static constexpr std::uint32_t answers_needed = 3;
  static constexpr std::size_t candidates_kept = 4;
  static constexpr std::size_t confirmed_kept = 8;
  static constexpr Duration kept_for = std::chrono::hours{1};

  /// Notes that an answer has told `value`. True: it is confirmed.
  bool note(const Value& value, MonotonicTime now) {
    if (Entry* const known = find(confirmed_, value)) {
      known->told_at = now;
      return true;
    }
    Entry& candidate = candidate_of(value);
    candidate.told_at = now;
    ++candidate.answers;
    if (candidate.answers < answers_needed || !confirm(candidate, now)) return false;
    std::erase_if(candidates_, [&](const Entry& entry) { return entry.value == value; });
    return true;
  }

 private:
  struct Entry {
    Value value;
    MonotonicTime told_at{};
    std::uint64_t answers = 0;
  };
  using Entries = std::vector<Entry>;

  static Entry* find(Entries& entries, const Value& value) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const Entry& entry) { return entry.value == value; });
    return found == entries.end() ? nullptr : &*found;
  }

  static Entry& told_longest_ago(Entries& entries) {
    return *std::min_element(entries.begin(), entries.end(),
                             [](const Entry& a, const Entry& b) { return a.told_at < b.told_at; });
  }

  Entry& candidate_of(const Value& value) {
    if (Entry* const known = find(candidates_, value)) return *known;
    if (candidates_.size() < candidates_kept) return candidates_.emplace_back(Entry{value});
    return told_longest_ago(candidates_) = Entry{value};
  }

  // False: there is no place for it.
  bool confirm(const Entry& entry, MonotonicTime now) {
    if (confirmed_.size() < confirmed_kept) {
      confirmed_.push_back(entry);
      return true;
    }
    Entry& oldest = told_longest_ago(confirmed_);
    if (now - oldest.told_at < kept_for) return false;
    oldest = entry;
    return true;
  }

  Entries candidates_;
  Entries confirmed_;
};

}  // namespace peeringd
