// Options of `peeringd import`.
#pragma once

#include <string>
#include <vector>

#include "import/azure_connections.hpp"
#include "import/microsoft365_list.hpp"
#include "import/service_tags_import.hpp"

namespace peeringd {

struct ImportArgs {
  std::string kind;                ///< `azure`, `microsoft365` or `service-tags`
  std::vector<std::string> files;  ///< `-` is standard input
  std::string output;              ///< empty: standard output
  /// Compare instead of writing: endpoints with the configuration, others with `output`.
  bool check = false;
  AzureImportOptions azure;
  Microsoft365Options microsoft365;
  ServiceTagsOptions service_tags;
};

}  // namespace peeringd
