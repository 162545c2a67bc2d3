#include "import/yaml_text.hpp"

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"

namespace peeringd {
namespace {

constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool is_plain(std::string_view text) {
  if (text.empty() || letters_and_digits.find(text.front()) == std::string_view::npos ||
      text.back() == ' ' || lower_case(text) == "null") {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return letters_and_digits.find(c) != std::string_view::npos || c == ' ' || c == '.' ||
           c == '-' || c == '_' || c == '/';
  });
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string quoted = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '$' && text.substr(i + 1).starts_with('{')) quoted += '$';
    quoted += c;
  }
  return quoted + '"';
}

std::string yaml_comment(std::string_view text) {
  return printable(text);
}

}  // namespace peeringd
