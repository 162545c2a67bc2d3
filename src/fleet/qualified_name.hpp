// Names of connections and redundancy groups over all branches: `seattle@branch-01`. Two branches
// may have connections with the same name; they are never merged. Pure.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

struct QualifiedName {
  std::string name;      ///< of the connection or the group, at its branch
  std::string instance;  ///< label `instance` of the branch

  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;
};

/// `name@instance`. The name of a connection has no `@`.
inline std::string to_string(const QualifiedName& name) {
  return name.name + "@" + name.instance;
}

/// The inverse. Without `@`, the instance is empty.
inline QualifiedName parse_qualified_name(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

}  // namespace peeringd
