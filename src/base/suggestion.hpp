// Suggestions for messages about an unknown word: "did you mean", and the words that are known.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace peeringd {

/// The candidate that needs the fewest insertions, deletions, substitutions and swaps of
/// neighbours to become `word`, without regard to case. Empty if even that one needs more than
/// a third of the word's letters (or more than one, in a short word).
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// The only candidate that begins with `word`, which has at least three letters; else empty.
std::string_view begun_by(std::string_view word, std::span<const std::string_view> candidates);

/// `; did you mean "interval"?` for nearest() or begun_by(); empty without a candidate.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

/// `; the choices are a, b`, or `; there is only a`, or empty when there is none.
std::string known_words(std::span<const std::string_view> words);

/// did_you_mean(); without a candidate, known_words() if the words are few.
std::string meant_or_known(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace peeringd
