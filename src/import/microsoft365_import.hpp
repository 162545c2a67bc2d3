// From Microsoft 365's list of endpoints to a file of endpoints, or to a comparison with one. Pure;
// any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "import/import_file.hpp"
#include "import/microsoft365_list.hpp"
#include "model/endpoint_config.hpp"

namespace peeringd {

/// The endpoints worth a probe as YAML, sorted by name.
ImportResult import_microsoft365(std::span<const ImportFile> files,
                                 const Microsoft365Options& options);

struct CatalogueCheck {
  std::vector<std::string> drift;  ///< what differs, a line each
  std::vector<std::string> notes;  ///< endpoints that the list says nothing about
  std::vector<Diagnostic> errors;  ///< about the files
};

/// Compares the endpoints of a configuration with the list. Reports as drift:
///  - a chosen set without an endpoint for any of its hosts
///  - an endpoint on port 443 with a host in a domain of Microsoft 365 that the list does not have,
///    or has only outside Microsoft's own network
CatalogueCheck check_microsoft365(std::span<const ImportFile> files,
                                  const Microsoft365Options& options,
                                  std::span<const EndpointConfig> endpoints);

}  // namespace peeringd
