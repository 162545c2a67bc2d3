#include "http/accept_encoding.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace peeringd {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](unsigned char a, char b) { return std::tolower(a) == b; });
}

// Cuts `text` at the first `separator` and returns what stood before it.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(taken);
}

// qvalue = ( "0" [ "." *3"0-9" ] ) / ( "1" [ "." *3"0" ] ); whether it is above zero. Nothing
// when it is no qvalue.
std::optional<bool> is_positive_weight(std::string_view qvalue) {
  if (qvalue.empty() || (qvalue[0] != '0' && qvalue[0] != '1')) return std::nullopt;
  std::string_view decimals = qvalue.substr(1);
  if (!decimals.empty()) {
    if (decimals[0] != '.' || decimals.size() > 4) return std::nullopt;
    decimals.remove_prefix(1);
  }
  const std::string_view allowed = qvalue[0] == '1' ? "0" : "0123456789";
  if (decimals.find_first_not_of(allowed) != std::string_view::npos) return std::nullopt;
  return qvalue[0] == '1' || decimals.find_first_not_of('0') != std::string_view::npos;
}

// Whether the parameters after a coding's name leave it acceptable.
std::optional<bool> is_wanted(std::string_view parameters) {
  if (trimmed(parameters).empty()) return true;
  std::string_view value = trimmed(parameters);
  if (!equals_ignoring_case(take_until(value, '='), "q")) return std::nullopt;
  return is_positive_weight(trimmed(value));
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> by_name;
  std::optional<bool> by_wildcard;
  while (!accept_encoding.empty()) {
    std::string_view parameters = take_until(accept_encoding, ',');
    const std::string_view coding = take_until(parameters, ';');
    if (equals_ignoring_case(coding, "gzip") || equals_ignoring_case(coding, "x-gzip")) {
      by_name = is_wanted(parameters);
    } else if (coding == "*") {
      by_wildcard = is_wanted(parameters);
    }
  }
  return by_name.value_or(by_wildcard.value_or(false));
}

}  // namespace peeringd
