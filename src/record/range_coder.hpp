// Arithmetic coding of bits whose probabilities are learnt while coding: a bit that can be foreseen
// takes a small fraction of a bit. This is the range coder of LZMA (Igor Pavlov, LZMA
// specification, 2015), with a learning rate that falls from 1/2 to 1/64. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "record/varint.hpp"

namespace peeringd {

/// The learnt probability that a bit is 0.
class BitModel {
 public:
  static constexpr unsigned precision = 15;

  std::uint32_t zero() const { return zero_; }

  void learn(unsigned bit) {
    const unsigned rate = seen_ / 2U + 1;
    if (bit == 0) {
      zero_ = static_cast<std::uint16_t>(zero_ + ((most - zero_) >> rate));
    } else {
      zero_ = static_cast<std::uint16_t>(zero_ - ((zero_ - least) >> rate));
    }
    if (seen_ < slowest) ++seen_;
  }

 private:
  static constexpr unsigned least = 32;
  static constexpr unsigned most = (1U << precision) - least;
  static constexpr std::uint8_t slowest = 10;

  std::uint16_t zero_ = 1U << (precision - 1);
  std::uint8_t seen_ = 0;
};

/// Appends to `bytes`. finish() must be called at the end.
class RangeEncoder {
 public:
  static constexpr bool decodes = false;

  explicit RangeEncoder(Bytes& bytes) : bytes_(bytes) {}

  /// Returns `bit`, as the decoder does.
  unsigned code(BitModel& model, unsigned bit) {
    const std::uint32_t bound = (range_ >> BitModel::precision) * model.zero();
    if (bit == 0) {
      range_ = bound;
    } else {
      low_ += bound;
      range_ -= bound;
    }
    model.learn(bit);
    normalize();
    return bit;
  }

  /// A bit whose two values are equally likely.
  unsigned code_even(unsigned bit) {
    range_ >>= 1;
    if (bit != 0) low_ += range_;
    normalize();
    return bit;
  }

  /// Zeros at the end are left out: the decoder reads zeros there.
  void finish() {
    for (unsigned zeros = 31; zeros > 0; --zeros) {
      const std::uint64_t mask = (std::uint64_t{1} << zeros) - 1;
      const std::uint64_t round = (low_ + mask) & ~mask;
      if (round >= low_ + range_) continue;
      low_ = round;
      break;
    }
    for (int i = 0; i < 5; ++i) shift();
    while (!bytes_.empty() && bytes_.back() == 0) bytes_.pop_back();
  }

 private:
  void normalize() {
    while (range_ < 1U << 24) {
      range_ <<= 8;
      shift();
    }
  }

  // Bytes of 255 wait, because a carry may still change them.
  void shift() {
    if (low_ < 0xff000000U || low_ > UINT32_MAX) {
      const auto carry = static_cast<std::uint8_t>(low_ >> 32);
      if (!first_) bytes_.push_back(static_cast<std::uint8_t>(waiting_ + carry));
      first_ = false;
      for (; full_ > 0; --full_) bytes_.push_back(static_cast<std::uint8_t>(0xffU + carry));
      waiting_ = static_cast<std::uint8_t>(low_ >> 24);
    } else {
      ++full_;
    }
    low_ = (low_ & 0x00ffffffU) << 8;
  }

  Bytes& bytes_;
  std::uint64_t low_ = 0;
  std::uint32_t range_ = UINT32_MAX;
  std::uint8_t waiting_ = 0;
  std::uint64_t full_ = 0;
  bool first_ = true;  // the first byte is always 0
};

/// Reads bytes of any origin: damaged ones give wrong bits, and never more than the caller asks
/// for.
class RangeDecoder {
 public:
  static constexpr bool decodes = true;

  explicit RangeDecoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    for (int i = 0; i < 4; ++i) code_ = code_ << 8 | next();
  }

  unsigned code(BitModel& model, unsigned /*unknown*/) {
    const std::uint32_t bound = (range_ >> BitModel::precision) * model.zero();
    const unsigned bit = code_ < bound ? 0 : 1;
    if (bit == 0) {
      range_ = bound;
    } else {
      code_ -= bound;
      range_ -= bound;
    }
    model.learn(bit);
    normalize();
    return bit;
  }

  unsigned code_even(unsigned /*unknown*/) {
    range_ >>= 1;
    const unsigned bit = code_ < range_ ? 0 : 1;
    if (bit != 0) code_ -= range_;
    normalize();
    return bit;
  }

  /// Whether it has read far beyond the end, which an encoder never causes.
  bool overrun() const { return position_ > bytes_.size() + 8; }

 private:
  std::uint32_t next() {
    const std::size_t at = position_++;
    return at < bytes_.size() ? bytes_[at] : 0U;
  }

  void normalize() {
    while (range_ < 1U << 24) {
      range_ <<= 8;
      code_ = code_ << 8 | next();
    }
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t position_ = 0;
  std::uint32_t range_ = UINT32_MAX;
  std::uint32_t code_ = 0;
};

}  // namespace peeringd
