// Reads YAML files into a Config, or reports every error in them.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/origins.hpp"
#include "config/site.hpp"
#include "model/config.hpp"
#include "yaml/diagnostic.hpp"
#include "yaml/variables.hpp"

namespace peeringd {

/// A usable configuration, and the warnings about it.
struct LoadedConfig {
  Config config;
  std::vector<Diagnostic> warnings;
  std::vector<std::string> files;    ///< that were read: the main file, then those that it includes
  std::optional<Origins> origins{};  ///< if they were asked for
  std::string
      sha256{};  ///< of the contents of `files` in this order, as of `cat FILE… | sha256sum`
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
  service,  ///< the service's own user, which has only the rights of `others`: a file that it
            ///< cannot read causes a warning, except credentials passed by systemd
};

/// For whom a configuration is read.
struct LoadOptions {
  Reader reader = Reader::this_process;
  std::optional<GivenSite> site{};  ///< of this host, in place of that in the file
  /// Whether to keep the connections of every site. Otherwise the Config has only those that this
  /// host runs, and it is an error if there are sites and the host has none.
  bool every_site = false;
  bool origins = false;  ///< whether to note where values are written
  /// The variables that values may name; null: none is set. Called by load_config() alone.
  Variables::Lookup variables{};
};

/// Reads `file` and the files that it includes, and validates the connections of every site. Throws
/// ConfigError, and no other exception, if the configuration has errors. Blocks on the file system:
/// call it before the loops run, or on a thread of its own. Returns its temporary memory to the
/// system, also when it throws.
LoadedConfig load_config(const std::filesystem::path& file, const LoadOptions& options = {});

}  // namespace peeringd
