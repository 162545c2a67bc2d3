// Text helpers for messages: case, quoting, lists, and "did you mean".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace peeringd {

/// ASCII letters in lower or upper case, everything else as it is. Independent of the locale.
std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

/// `text` in quotes, shortened where it is long, control characters as `?`: fit for a terminal.
/// Does not show text that looks like a secret.
std::string in_quotes(std::string_view text);

/// `text` as a field of a CSV file, in double quotes (RFC 4180, section 2).
std::string csv_field(std::string_view text);

/// Appends `text` unless the list has it.
void add_once(std::vector<std::string>& list, std::string_view text);

/// `a, b, c`.
std::string enumerated(std::span<const std::string_view> words);

/// The candidate that needs the fewest insertions, deletions, substitutions and swaps of
/// neighbours to become `word`, without regard to case. Empty if even that one needs more than
/// a third of the word's letters (or more than one, in a short word).
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// The only candidate that begins with `word`, which has at least three letters; else empty.
std::string_view begun_by(std::string_view word, std::span<const std::string_view> candidates);

/// `; did you mean "interval"?` for nearest() or begun_by(); empty without a candidate.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

/// `; the choices are a, b`, or `; there is only a`, or empty when there is none.
std::string there_are(std::span<const std::string_view> words);

/// did_you_mean(); without a candidate, there_are() if the words are few.
std::string meant_or_known(std::string_view word, std::span<const std::string_view> candidates);

/// Whether `text` looks like a secret: a password hash as in crypt(5), a key in PEM, a bearer
/// token. Users put secrets under wrong keys, so no message quotes such a text.
bool looks_secret(std::string_view text);

}  // namespace peeringd
