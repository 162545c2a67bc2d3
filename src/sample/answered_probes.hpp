// Which of a target's latest probes were answered: distinguishes late answers from duplicates, and
// detects reordering.
#pragma once

#include <cstdint>

namespace peeringd {

/// One bit for each of the 64 latest probe numbers. Numbers may come in any order.
class AnsweredProbes {
 public:
  /// Notes an answer to probe `number`. True if it is the first one; an answer to a probe older
  /// than 64 counts as the first.
  bool note(std::uint64_t number) {
    if (number > newest_) {
      const std::uint64_t shift = number - newest_;
      bits_ = shift < 64 ? bits_ << shift : 0;
      newest_ = number;
    }
    const std::uint64_t age = newest_ - number;
    if (age >= 64) return true;
    const std::uint64_t bit = std::uint64_t{1} << age;
    const bool first = (bits_ & bit) == 0;
    bits_ |= bit;
    return first;
  }

  /// Whether a later probe than `number` has been answered.
  bool overtaken(std::uint64_t number) const { return number < newest_; }

 private:
  std::uint64_t newest_ = 0;
  std::uint64_t bits_ = 0;
};

}  // namespace peeringd
