// Codes numbers with a range coder: the less likely the size of a number, the more bits it
// takes. The same code encodes and decodes; a decoder ignores the value that it is given and
// returns the decoded one. Internal to this folder.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "record/range_coder.hpp"

namespace peeringd {

/// Signed numbers as unsigned ones, the smallest first: 0, -1, 1, -2, …
inline std::uint64_t folded(std::int64_t number) {
  const auto shifted = static_cast<std::uint64_t>(number) << 1;
  return number < 0 ? ~shifted : shifted;
}
inline std::int64_t unfolded(std::uint64_t number) {
  const auto half = static_cast<std::int64_t>(number >> 1);
  return (number & 1) != 0 ? ~half : half;
}

/// Numbers below 2^56, by the length of number + 1 in bits and then those bits. The
/// probabilities of the length are learnt, and those of the two bits after the leading one if the
/// length is at most `learnt_lengths`.
class NumberModel {
 public:
  static constexpr std::uint64_t end = std::uint64_t{1} << 56;

  template <typename Coder>
  std::uint64_t code(Coder& coder, std::uint64_t number) {
    const std::uint64_t above = number + 1;
    const unsigned length = code_length(coder, static_cast<unsigned>(std::bit_width(above)) - 1);
    std::uint64_t coded = 1;
    for (unsigned i = 0; i < length; ++i) {
      const auto bit = static_cast<unsigned>(above >> (length - 1 - i) & 1U);
      const bool learnt = i < 2 && length <= learnt_lengths;
      BitModel& model = learnt ? high_[(length - 1) * 3 + (i == 0 ? 0 : 1 + (coded & 1))] : unused_;
      coded = coded << 1 | (learnt ? coder.code(model, bit) : coder.code_even(bit));
    }
    return coded - 1;
  }

 private:
  static constexpr unsigned longest = 56;
  static constexpr unsigned learnt_lengths = 20;

  template <typename Coder>
  unsigned code_length(Coder& coder, unsigned length) {
    unsigned coded = 0;
    while (coded < longest) {
      BitModel& model = length_[std::min(coded, learnt_lengths)];
      if (coder.code(model, length > coded ? 1U : 0U) == 0) break;
      ++coded;
    }
    return coded;
  }

  std::array<BitModel, learnt_lengths + 1> length_{};
  std::array<BitModel, std::size_t{learnt_lengths} * 3> high_{};
  BitModel unused_;  // a reference must refer to something
};

}  // namespace peeringd
