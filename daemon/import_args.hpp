// Options of `peeringd import`.
#pragma once

#include <string>
#include <vector>

#include "import/azure_connections.hpp"
#include "import/microsoft365_list.hpp"

namespace peeringd {

struct ImportArgs {
  std::string kind;                ///< `azure` or `microsoft365`
  std::vector<std::string> files;  ///< `-` is standard input
  std::string output;              ///< empty: standard output
  /// Compare instead of writing: connections with `output`, endpoints with the configuration.
  bool check = false;
  AzureImportOptions azure;
  Microsoft365Options microsoft365;
};

}  // namespace peeringd
