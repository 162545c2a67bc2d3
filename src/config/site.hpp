// The site of this host, and the connections that it runs: its own, and those without a site. So
// one configuration can be on the hosts of all sites.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/connection_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// A site that takes precedence over that of the file.
struct GivenSite {
  std::string name;
  std::string by;  ///< for messages: `--site` or `PEERINGD_SITE`
};

/// The site of this host: `given`, else `node`, the value of `site` in the main file; else empty.
/// Reports a name that is none of `sites`, and where `required` that there is none, although there
/// are sites. `root` is that of the main file.
std::string site_of_host(const std::optional<GivenSite>& given, const std::optional<Node>& node,
                         const std::set<std::string>& sites, bool required, const Node& root);

/// Removes the connections of other sites.
void keep_site(const std::string& site, std::vector<ConnectionConfig>& connections);

}  // namespace peeringd
