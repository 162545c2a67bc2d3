// Names of files in the configuration: relative to the folder of the file that names them, or in
// the folder in which systemd hands secrets to a unit (LoadCredential=), as
// ${CREDENTIALS_DIRECTORY}/NAME.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "yaml/node.hpp"

namespace peeringd {

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
/// that is not there is not quoted, as it may be the secret itself. A file that others may read is
/// warned of where `node` is secret, or a private key is in the file, as beside a certificate.
std::optional<NamedText> read_named_file(const Node& node, std::string_view expected);

}  // namespace peeringd
