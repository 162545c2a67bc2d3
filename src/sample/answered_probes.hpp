// Remembers which of a target's latest probes were answered, to tell a late reply, which counts
// once, from a duplicate, and to see answers overtake one another.
#pragma once

#include <cstdint>

namespace peeringd {

/// A bit for each of the 64 latest probe numbers. Numbers may come in any order.
class AnsweredProbes {
 public:
  /// Notes an answer to probe `number`. True when it is the first one to that probe, as far as
  /// the memory reaches; an answer older than 64 probes counts as first.
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
