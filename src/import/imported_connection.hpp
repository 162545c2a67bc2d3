// A connection of an import, before it becomes YAML.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/location_country.hpp"

namespace peeringd {

struct ImportedPrefix {
  std::string text;
  bool used = true;    ///< false: a comment only
  std::string remark;  ///< Azure's state and reason, if the prefix is not Verified; else empty
};

struct ImportedConnection {
  std::string name;
  std::string partner;
  ImportedLocation location;
  std::vector<ImportedPrefix> prefixes;
  std::map<std::string, std::string> labels;
  std::vector<std::string> remarks;  ///< comments

  /// Without a prefix that is used, a connection becomes a comment: it has nothing to probe from.
  bool is_used() const {
    for (const ImportedPrefix& prefix : prefixes) {
      if (prefix.used) return true;
    }
    return false;
  }
};

}  // namespace peeringd
