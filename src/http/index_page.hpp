// The page at `/`: links to what else there is.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace peeringd {

struct IndexLink {
  std::string href;         ///< `/metrics`; also what is shown
  std::string description;  ///< one line
};

/// A whole HTML document that loads nothing and runs no script, light or dark as its reader's
/// system is. All texts are escaped.
std::string index_page(std::string_view name, std::string_view version,
                       std::string_view description, std::span<const IndexLink> links);

}  // namespace peeringd
