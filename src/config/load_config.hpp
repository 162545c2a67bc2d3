// Reads YAML files into a Config, or reports every error in them.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/config.hpp"
#include "yaml/diagnostic.hpp"

namespace peeringd {

/// A usable configuration, and the warnings about it.
struct LoadedConfig {
  Config config;
  std::vector<Diagnostic> warnings;
  std::size_t files = 0;  ///< that were read: the main file and those that it includes
};

/// Thrown by load_config(): all errors of all files (the first 1000), in the order
/// of file and line; and the warnings.
class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(std::vector<Diagnostic> diagnostics, std::vector<Diagnostic> warnings = {});
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  const std::vector<Diagnostic>& warnings() const { return warnings_; }

 private:
  std::vector<Diagnostic> diagnostics_;
  std::vector<Diagnostic> warnings_;
};

/// The process that will read the files.
enum class Reader {
  this_process,
  service,  ///< the service's own user, which has only the rights of `others`: a file that it cannot
            ///< read causes a warning, except credentials passed by systemd
};

/// Reads `file` and the files that it includes. Throws ConfigError, and no other exception, if the
/// configuration has errors. Blocks on the file system: call it before the loops run, or on a
/// thread of its own. Returns its temporary memory to the system, also when it throws.
LoadedConfig load_config(const std::filesystem::path& file, Reader reader = Reader::this_process);

}  // namespace peeringd
