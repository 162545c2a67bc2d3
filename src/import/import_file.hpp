// What an import reads, and what it results in.
#pragma once

#include <string>
#include <vector>

#include "yaml/diagnostic.hpp"

namespace peeringd {

struct ImportFile {
  std::string name;  ///< as the user named it
  std::string text;
};

struct ImportResult {
  std::string text;  ///< of the configuration file; empty if there are errors
  std::vector<Diagnostic> errors;
  std::vector<Diagnostic> warnings;
};

}  // namespace peeringd
