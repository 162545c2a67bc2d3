#include "base/percentage.hpp"

#include <array>
#include <charconv>

namespace peeringd {

std::string format_percentage(double ratio, int digits) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), ratio * 100,
                                          std::chars_format::general, digits);
  return error == std::errc{} ? std::string(text.data(), end) + "%" : std::string("?%");
}

std::string percentage_text(double ratio) {
  if (ratio < 1 && ratio * 100 >= 99.95) return ">99.9%";
  if (ratio > 0 && ratio * 100 < 0.00009995) return "<0.0001%";
  return format_percentage(ratio, 3);
}

}  // namespace peeringd
