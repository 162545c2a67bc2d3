#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/printable.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_quoted = 80;
constexpr std::size_t max_compared = 64;      // letters
constexpr std::size_t max_candidates = 1000;  // candidates
constexpr std::size_t max_enumerated = 10;    // candidates

/// The distance of Damerau and Levenshtein, in its form of optimal string alignment.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = last;
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

constexpr std::array<std::string_view, 11> marks{"$1$",         "$2a$",    "$2b$",   "$2y$",
                                                 "$5$",         "$6$",     "$y$",    "$argon2",
                                                 "-----BEGIN ", "Bearer ", "bearer "};

// A JSON Web Token begins with `{"` in base64.
bool is_json_web_token(std::string_view text) {
  return text.starts_with("eyJ") && text.find('.') != std::string_view::npos;
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

std::string enumerated(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.size() > max_compared) return {};
  const std::string wanted = lower_case(word);
  std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  std::string_view best;
  for (const std::string_view candidate :
       candidates.first(std::min(candidates.size(), max_candidates))) {
    if (std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size()) >
        allowed) {
      continue;
    }
    const std::size_t needed = distance(wanted, lower_case(candidate));
    // A word that shares no letter is not near, however short.
    if (needed > allowed || needed >= std::max(word.size(), candidate.size())) continue;
    if (!best.empty() && needed == allowed) continue;
    best = candidate;
    allowed = needed;
  }
  return best;
}

std::string_view begun_by(std::string_view word, std::span<const std::string_view> candidates) {
  constexpr std::size_t least = 3;  // letters
  if (word.size() < least) return {};
  const std::string wanted = lower_case(word);
  std::string_view only;
  for (const std::string_view candidate : candidates) {
    if (!lower_case(candidate).starts_with(wanted)) continue;
    if (!only.empty()) return {};
    only = candidate;
  }
  return only;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view near = nearest(word, candidates);
  if (near.empty()) near = begun_by(word, candidates);
  return near.empty() ? std::string() : "; did you mean \"" + std::string(near) + "\"?";
}

std::string there_are(std::span<const std::string_view> words) {
  if (words.empty()) return {};
  return (words.size() == 1 ? "; there is only " : "; the choices are ") + enumerated(words);
}

std::string meant_or_known(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string suggestion = did_you_mean(word, candidates);
  const bool few = candidates.size() <= max_enumerated;
  return suggestion.empty() && few ? there_are(candidates) : suggestion;
}

bool looks_secret(std::string_view text) {
  return is_json_web_token(text) || std::any_of(marks.begin(), marks.end(), [&](auto mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

}  // namespace peeringd
