// The country of a peering service's location. Azure names only a state or a city.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "import/azure_answer.hpp"

namespace peeringd {

struct ImportedLocation {
  std::string country;  ///< ISO 3166-1 alpha-2
  std::string state;    ///< in the United States the USPS code
};

class LocationCountries {
 public:
  /// `given` are countries by location, from the command line; `listed` are Azure's locations.
  LocationCountries(const std::map<std::string, std::string>& given,
                    std::span<const AzureLocation> listed);

  /// The country of `location`, compared without case: the one that was given; else the United
  /// States for one of their states; else the one that Azure lists. The error says how to give it.
  Result<ImportedLocation> find(std::string_view location) const;

 private:
  std::map<std::string, std::string> given_;                // by location in lower case
  std::map<std::string, std::vector<std::string>> listed_;  // names of countries, likewise
};

/// `NAME=XX` of the command line, with a country code of ISO 3166-1 in any case. Returns the
/// location and the code in upper case.
Result<std::pair<std::string, std::string>> parse_country_option(std::string_view text);

}  // namespace peeringd
