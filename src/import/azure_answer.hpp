// What Azure answers about peering services, in one form for all of its shapes: ARM (`az rest`),
// `az peering`, PowerShell and Resource Graph. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "import/secret_texts.hpp"
#include "yaml/diagnostics.hpp"

namespace peeringd {

struct AzureService {
  std::string id;   ///< of the resource, as written
  std::string key;  ///< the ID in lower case: Azure compares IDs without case
  std::string name;
  std::string location;  ///< a state or a city; its country is not part of the answer
  std::string provider;
  std::string primary;  ///< peering location; may be empty, like `backup`
  std::string backup;
  std::string provisioning_state;
  std::size_t file = 0;
  std::string path;
};

struct AzurePrefix {
  std::string key;          ///< the ID in lower case
  std::string service_key;  ///< AzureService::key
  std::string prefix;
  std::string state;   ///< `prefixValidationState`; any text, as the enum is open
  std::string reason;  ///< Azure's message, or empty
  std::size_t file = 0;
  std::string path;
};

/// A possible location of a peering service, from the list `peeringServiceLocations`.
struct AzureLocation {
  std::string country;
  std::string state;
};

/// A page of a list with a nextLink.
struct AzurePage {
  std::string list;  ///< the resource that has the list
  std::string message;
  std::size_t file = 0;
  std::string path;
};

struct AzureAnswer {
  std::vector<AzureService> services;
  std::vector<AzurePrefix> prefixes;
  std::vector<AzureLocation> locations;
  /// Empty lists, each perhaps of a service without prefixes. They do not name their service.
  std::size_t empty_lists = 0;
  /// Pages with a nextLink that an empty list follows: it is the last page of that list, or the
  /// list of a service without prefixes.
  std::vector<AzurePage> ended_by_empty_list;
  std::optional<AzurePage> incomplete_list;  ///< the last list, if its next page is missing
};

/// Adds the resources of one document of `file`, without `secrets` in any text. `path` is empty for
/// the only document of a file.
/// Reports what is no such resource, lists whose next page does not follow, and errors of Azure.
void read_azure_document(const boost::json::value& document, std::size_t file, std::string path,
                         const SecretTexts& secrets, AzureAnswer& answer, Diagnostics& diagnostics);

/// Reports that the last list is not complete. Call after the last document.
void report_open_list(AzureAnswer& answer, Diagnostics& diagnostics);

/// Removes the object with StatusCode and Content that Invoke-AzRestMethod wraps around a response.
/// Returns `document` itself if there is none. Reports a body that is not JSON.
boost::json::value unwrapped(boost::json::value document, std::size_t file,
                             Diagnostics& diagnostics);

}  // namespace peeringd
