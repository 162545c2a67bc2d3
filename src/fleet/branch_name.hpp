// Names of connections and redundancy groups over all branches: `seattle@branch-01`. Two branches
// may have connections with the same name; they never become one. Pure.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

struct BranchName {
  std::string name;      ///< of the connection or the group, at its branch
  std::string instance;  ///< label `instance` of the branch

  friend auto operator<=>(const BranchName&, const BranchName&) = default;
};

/// `name@instance`. The name of a connection has no `@`.
inline std::string to_string(const BranchName& name) {
  return name.name + "@" + name.instance;
}

/// The inverse. Without `@`, the instance is empty.
inline BranchName parse_branch_name(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

}  // namespace peeringd
