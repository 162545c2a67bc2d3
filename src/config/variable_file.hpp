// A file of variables in place of the environment, so that a configuration with variables can be
// validated where they are not set, as in CI.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace peeringd {

using VariableValues = std::map<std::string, std::string>;

/// Lines `NAME=VALUE`, as in an EnvironmentFile= of systemd: empty lines and those that begin with
/// `#` or `;` are skipped, and quotes around a whole value are removed. The last line of a name
/// counts. The error has the number of the line, and does not quote it.
Result<VariableValues> parse_variables(std::string_view text);

/// The same of a file. The error does not repeat its name.
Result<VariableValues> read_variables(const std::filesystem::path& file);

}  // namespace peeringd
