#include "base/percentage.hpp"

#include <array>
#include <charconv>

namespace peeringd {

std::string percentage_text(double ratio) {
  const double value = ratio * 100;
  if (ratio < 1 && value >= 99.95) return ">99.9%";
  if (ratio > 0 && value < 0.00009995) return "<0.0001%";
  std::array<char, 32> text{};
  const auto [end, error] =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 3);
  return std::string(text.data(), end) + "%";
}

}  // namespace peeringd
