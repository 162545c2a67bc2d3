// The answers of Azure in tests/data/import, and shorthands for imports.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/regular_file.hpp"
#include "import/azure_import.hpp"

namespace peeringd::test {

inline ImportFile azure_file(const std::string& name) {
  return {name,
          read_regular_file(std::string(PEERINGD_TEST_DATA "/import/") + name, 1 << 20).value()};
}

/// The countries that the answers lack.
inline AzureImportOptions with_countries() {
  AzureImportOptions options;
  options.countries = {{"London", "GB"}, {"Zurich", "CH"}};
  return options;
}

inline ImportResult import_named(const std::vector<std::string>& names,
                                 const AzureImportOptions& options = with_countries()) {
  std::vector<ImportFile> files;
  for (const std::string& name : names) files.push_back(azure_file(name));
  return import_azure(files, options);
}

inline ImportResult import_text(std::string_view text,
                                const AzureImportOptions& options = with_countries()) {
  const std::vector<ImportFile> files{{"a.json", std::string(text)}};
  return import_azure(files, options);
}

inline std::vector<std::string> messages_of(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics) lines.push_back(diagnostic.to_string());
  return lines;
}

/// A peering service of ARM with the given name.
inline std::string service_json(const std::string& name, const std::string& group = "g",
                                const std::string& location = "Washington") {
  return R"({"name":")" + name +
         R"(","type":"Microsoft.Peering/peeringServices","id":"/subscriptions/s/resourceGroups/)" +
         group + "/providers/Microsoft.Peering/peeringServices/" + name +
         R"(","properties":{"peeringServiceLocation":")" + location +
         R"(","peeringServiceProvider":"P"}})";
}

/// A prefix of that service. `more` are properties, after a comma.
inline std::string prefix_json(const std::string& name, const std::string& prefix,
                               const std::string& more = {}, const std::string& group = "g") {
  std::string id = prefix;
  std::ranges::replace(id, '/', '-');
  return R"({"type":"Microsoft.Peering/peeringServices/prefixes","id":"/subscriptions/s/resourceGroups/)" +
         group + "/providers/Microsoft.Peering/peeringServices/" + name + "/prefixes/" + id +
         R"(","properties":{"prefixValidationState":"Verified","prefix":")" + prefix + "\"" + more +
         "}}";
}

}  // namespace peeringd::test
