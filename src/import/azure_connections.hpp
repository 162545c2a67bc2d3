// Converts peering services of Azure to connections of peeringd. Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/azure_answer.hpp"
#include "import/imported_connection.hpp"

namespace peeringd {

struct AzureImportOptions {
  bool all = false;  ///< whether to use prefixes that are not Verified, too
  std::map<std::string, std::string> countries;  ///< alpha-2 codes by location
};

/// The connections, sorted by name, and their prefixes, sorted by address. Reports services that
/// cannot become a connection, prefixes that are invalid or overlap, and services whose prefixes
/// are missing, with the command that gets them. Warns of services without a usable prefix.
std::vector<ImportedConnection> connections_of(const AzureAnswer& answer,
                                               const AzureImportOptions& options,
                                               Diagnostics& diagnostics);

/// `text` as the name of a connection: at most 63 letters, digits and `_`, `.` or `-`; every other
/// character becomes `-`.
std::string connection_name(std::string_view text);

}  // namespace peeringd
