#include <vector>

#include "base/words.hpp"
#include "config/country_table.hpp"
#include "config/location.hpp"

namespace peeringd {
namespace {

/// Codes in common use that ISO 3166-1 has under another one.
std::string_view usual_mistake(std::string_view code) {
  if (code == "UK") return "GB";
  if (code == "EL") return "GR";
  return {};
}

Error not_a_country(std::string_view text) {
  return {in_quotes(text) + " is not a country code of ISO 3166-1 (two letters, as US, DE, JP)"};
}

}  // namespace

Result<std::string> parse_country(std::string_view text) {
  const std::string code = upper_case(text);
  const std::string name = lower_case(text);
  Error error = not_a_country(text);
  std::vector<std::string_view> names;
  for (const Country& country : countries()) {
    if (country.alpha2 == code) return std::string(code);
    names.push_back(country.name);
    if (country.alpha3 == code || lower_case(country.name) == name) {
      error.message += "; write " + std::string(country.alpha2);
      return error;
    }
  }
  if (const auto right = usual_mistake(code); !right.empty()) {
    error.message += "; write " + std::string(right);
    return error;
  }
  // Between codes of two letters everything is near everything; only names can be mistyped.
  const std::string_view near = text.size() > 3 ? nearest(text, names) : std::string_view();
  for (const Country& country : countries()) {
    if (near.empty() || country.name != near) continue;
    error.message +=
        "; did you mean " + std::string(country.alpha2) + " (" + std::string(near) + ")?";
  }
  return error;
}

}  // namespace peeringd
