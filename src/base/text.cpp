#include "base/text.hpp"

#include <algorithm>
#include <array>

#include "base/printable.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_quoted = 80;

constexpr std::array<std::string_view, 11> marks{"$1$",         "$2a$",    "$2b$",   "$2y$",
                                                 "$5$",         "$6$",     "$y$",    "$argon2",
                                                 "-----BEGIN ", "Bearer ", "bearer "};

// A JSON Web Token begins with `{"` in base64.
bool is_json_web_token(std::string_view text) {
  return text.starts_with("eyJ") && text.find('.') != std::string_view::npos;
}

template <typename Word>
std::string enumeration_of(std::span<const Word> words, std::size_t most) {
  std::string text;
  for (const Word& word : words.first(std::min(words.size(), most))) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  if (words.size() <= most) return text;
  return text + " and " + std::to_string(words.size() - most) + " more";
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

std::string in_quotes(std::string_view text) {
  if (looks_secret(text)) return "(not shown, as it looks like a secret)";
  std::string shown;
  std::size_t at = 0;
  while (at < text.size()) {
    const FirstCharacter first = first_character(text.substr(at));
    if (at + first.bytes > max_quoted) break;
    const bool printable = first.kind == FirstCharacter::Kind::printable;
    shown += printable ? text.substr(at, first.bytes) : "?";
    at += first.bytes;
  }
  return '"' + shown + (at < text.size() ? "…\"" : "\"");
}

std::string csv_field(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

void add_once(std::vector<std::string>& list, std::string_view text) {
  if (std::ranges::find(list, text) == list.end()) list.emplace_back(text);
}

std::string enumerated(std::span<const std::string_view> words, std::size_t most) {
  return enumeration_of(words, most);
}

std::string enumerated(std::span<const std::string> words, std::size_t most) {
  return enumeration_of(words, most);
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  const std::string number = std::to_string(count) + " ";
  if (count == 1) return number + std::string(one);
  return number + (many.empty() ? std::string(one) + "s" : std::string(many));
}

bool looks_secret(std::string_view text) {
  return is_json_web_token(text) || std::any_of(marks.begin(), marks.end(), [&](auto mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

}  // namespace peeringd
