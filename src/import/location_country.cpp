#include "import/location_country.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "geo/places.hpp"

namespace peeringd {
namespace {

std::string code_of_state(std::string_view location) {
  const std::string name = lower_case(location);
  for (const UsState& state : us_states()) {
    if (lower_case(state.name) == name) return std::string(state.code);
  }
  return {};
}

// Names that Azure lists and ISO 3166-1 has otherwise.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> azure_names{{
    {"korea, south", "KR"},
    {"hong kong sar", "HK"},
    {"macau sar", "MO"},
    {"czech republic", "CZ"},
    {"turkey", "TR"},
    {"russia", "RU"},
}};

std::string code_of_country(std::string_view written) {
  const std::string name = lower_case(written);
  for (const auto& [azure_name, code] : azure_names) {
    if (azure_name == name) return std::string(code);
  }
  for (const Country& country : countries()) {
    if (lower_case(country.name) == name || lower_case(country.alpha2) == name ||
        lower_case(country.alpha3) == name) {
      return std::string(country.alpha2);
    }
  }
  return {};
}

std::string how_to_give(std::string_view location) {
  return "; add --country \"" + std::string(location) + "=XX\" with its code of ISO 3166-1";
}

Result<ImportedLocation> located(std::string_view location, std::string country) {
  const std::string state = code_of_state(location);
  if (country != "US") return ImportedLocation{std::move(country), std::string(location)};
  if (state.empty()) {
    return Error{in_quotes(location) + " is not a state of the United States" +
                 how_to_give(location)};
  }
  return ImportedLocation{std::move(country), state};
}

}  // namespace

LocationCountries::LocationCountries(const std::map<std::string, std::string>& given,
                                     std::span<const AzureLocation> listed) {
  for (const auto& [location, country] : given) given_[lower_case(location)] = country;
  for (const AzureLocation& location : listed) {
    auto& names = listed_[lower_case(location.state)];
    if (std::find(names.begin(), names.end(), location.country) == names.end()) {
      names.push_back(location.country);
    }
  }
}

Result<ImportedLocation> LocationCountries::find(std::string_view location) const {
  const std::string name = lower_case(location);
  if (const auto given = given_.find(name); given != given_.end()) {
    return located(location, given->second);
  }
  if (!code_of_state(location).empty()) return located(location, "US");
  const auto listed = listed_.find(name);
  if (listed == listed_.end()) {
    return Error{"the country of " + in_quotes(location) + " is not known" + how_to_give(location) +
                 ", or Azure's list of peeringServiceLocations as another FILE"};
  }
  const std::vector<std::string>& names = listed->second;
  if (names.size() > 1) {
    return Error{"Azure lists " + in_quotes(location) + " in " + in_quotes(names[0]) + " and in " +
                 in_quotes(names[1]) + how_to_give(location)};
  }
  std::string code = code_of_country(names.front());
  if (!code.empty()) return located(location, std::move(code));
  return Error{"Azure lists " + in_quotes(location) + " in " + in_quotes(names.front()) +
               ", which is not a name of ISO 3166-1" + how_to_give(location)};
}

Result<std::pair<std::string, std::string>> parse_country_option(std::string_view text) {
  const auto equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Error{in_quotes(text) + " is not NAME=XX, like London=GB"};
  }
  const std::string code = upper_case(text.substr(equals + 1));
  for (const Country& country : countries()) {
    if (country.alpha2 == code) return std::pair(std::string(text.substr(0, equals)), code);
  }
  return Error{in_quotes(text.substr(equals + 1)) +
               " is not a country code of ISO 3166-1 (two letters, such as US, DE or JP)"};
}

}  // namespace peeringd
