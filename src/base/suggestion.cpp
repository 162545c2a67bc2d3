#include "base/suggestion.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace peeringd {
namespace {

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

}  // namespace

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

std::string known_words(std::span<const std::string_view> words) {
  if (words.empty()) return {};
  return (words.size() == 1 ? "; there is only " : "; the choices are ") + enumerated(words);
}

std::string meant_or_known(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string suggestion = did_you_mean(word, candidates);
  const bool few = candidates.size() <= max_enumerated;
  return suggestion.empty() && few ? known_words(candidates) : suggestion;
}

}  // namespace peeringd
