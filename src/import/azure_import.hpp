// Runs the steps from JSON of Azure to a file of connections. The conversion is in
// azure_connections.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "import/azure_connections.hpp"
#include "import/import_file.hpp"
#include "yaml/diagnostic.hpp"

namespace peeringd {

/// The connections of all `files` as YAML. With errors, there is no text. No part of the result
/// contains a key of Azure. Pure; any thread.
ImportResult import_azure(std::span<const ImportFile> files, const AzureImportOptions& options);

}  // namespace peeringd
