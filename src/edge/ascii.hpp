// Characters as the edge's headers use them, independent of the locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace peeringd::ascii {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/// How many characters at the start of `text` satisfy `is`.
template <typename Predicate>
constexpr std::size_t run_of(std::string_view text, Predicate is) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is) - text.begin());
}

/// Whether `text` has `length` characters, and all satisfy `is`.
template <typename Predicate>
constexpr bool consists_of(std::string_view text, std::size_t length, Predicate is) {
  return text.size() == length && run_of(text, is) == length;
}

}  // namespace peeringd::ascii
