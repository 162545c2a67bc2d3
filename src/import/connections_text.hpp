// Writes imported connections as a file for connections.d/.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/imported_connection.hpp"

namespace peeringd {

/// The YAML of `connections`, in their order. `sources` are the names of the files that they come
/// from. Depends on its arguments only: no date, no host. Pure; any thread.
std::string connections_text(std::span<const ImportedConnection> connections,
                             std::span<const std::string> sources);

/// The names of connections in `old`, a text of connections_text(), that are missing from `fresh`,
/// also from its comments. As written in YAML, in the order of `old`. Pure; any thread.
std::vector<std::string> lost_connections(std::string_view old, std::string_view fresh);

}  // namespace peeringd
