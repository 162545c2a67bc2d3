// Numbers in texts. Pure. Any thread.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace peeringd {

/// The number that the whole text is; nothing if it is none, or out of the type's range.
/// Independent of the locale. A sign is `-` or none, and leading zeros count for nothing. For
/// floating point also `inf` and `nan`. `format` is what std::from_chars() takes behind the number:
/// a base, or the form of a floating-point number.
template <typename Number, typename... Format>
std::optional<Number> number_from(std::string_view text, Format... format) {
  Number number{};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number, format...);
  if (error != std::errc{} || end != last) return std::nullopt;
  return number;
}

}  // namespace peeringd
