// Writes imported connections as a file for connections.d/.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "import/imported_connection.hpp"

namespace peeringd {

/// The YAML of `connections`, in their order. `sources` are the names of the files that they come
/// from. Depends on its arguments only: no date, no host. Pure; any thread.
std::string connections_text(std::span<const ImportedConnection> connections,
                             std::span<const std::string> sources);

}  // namespace peeringd
