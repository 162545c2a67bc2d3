// Files that the configuration names: relative to the folder of the configuration file, or in the
// folder where systemd puts a unit's secrets (LoadCredential=), as ${CREDENTIALS_DIRECTORY}/NAME.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "yaml/diagnostics.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// The only variable in the name of a file: systemd sets it where a service has credentials.
inline constexpr std::string_view credentials_variable = "CREDENTIALS_DIRECTORY";

/// `written` with ${CREDENTIALS_DIRECTORY} at its start replaced by `credentials` (null where it is
/// not set). Nothing else is replaced.
Result<std::filesystem::path> parse_file_name(std::string_view written, const char* credentials);

/// The name that `node` is, as parse_file_name() understands it: absolute, or relative to the
/// folder of the configuration file. `expected` as for Node::text().
std::optional<std::filesystem::path> read_file_name(const Node& node, std::string_view expected);

struct NamedText {
  std::filesystem::path path;
  std::string text;
};

/// The file that `node` names; see read_text_file(). Where `node` is secret, the name of a file
/// that is not there is not quoted, as it may be the secret itself. Warns if
/// other users may read the file and `node` is secret or the file has a private key.
std::optional<NamedText> read_named_file(const Node& node, std::string_view expected);

/// Warns about each file read or named so far that the service's user cannot read, except those in
/// the folder of credentials. Blocks on the file system.
void warn_of_what_the_service_cannot_read(Diagnostics& diagnostics);

}  // namespace peeringd
