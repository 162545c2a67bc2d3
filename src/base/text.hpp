// Text helpers: case, quoting, CSV fields, lists, and texts that look secret.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// `a, b, c`; of more than `most` words, `a, b and 3 more`.
std::string enumerated(std::span<const std::string_view> words, std::size_t most = SIZE_MAX);
std::string enumerated(std::span<const std::string> words, std::size_t most = SIZE_MAX);

/// `1 range`, `3 ranges`. `many` is the word for all counts but 1; by default `one` with an s.
std::string counted(std::uint64_t count, std::string_view one, std::string_view many = {});

/// Whether `text` looks like a secret: a password hash as in crypt(5), a key in PEM, a bearer
/// token. Users put secrets under wrong keys, so no message quotes such a text.
bool looks_secret(std::string_view text);

}  // namespace peeringd
