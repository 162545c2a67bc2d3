#include "config/site.hpp"

#include <string_view>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

std::string known_sites(const std::set<std::string>& sites) {
  const std::vector<std::string_view> names(sites.begin(), sites.end());
  return names.empty() ? "; no connection has a site" : known_words(names);
}

std::string unknown_site(const std::string& name, const std::set<std::string>& sites) {
  return "no connection has the site " + in_quotes(name) + known_sites(sites);
}

}  // namespace

std::string site_of_host(const std::optional<GivenSite>& given, const std::optional<Node>& node,
                         const std::set<std::string>& sites, bool required, const Node& root) {
  const auto written = node ? node->parse("the site's name", parse_name) : std::nullopt;
  if (given) {
    if (!sites.contains(given->name)) {
      root.file_error(given->by + ": " + unknown_site(given->name, sites));
    }
    return given->name;
  }
  if (written && !sites.contains(*written)) {
    node->error_about(*written, unknown_site(*written, sites));
  }
  if (!node && required && !sites.empty()) {
    root.file_error(
        "the connections have sites, and this host has none; set one with --site, "
        "PEERINGD_SITE or the key site" +
        known_sites(sites));
  }
  return written.value_or("");
}

void keep_site(const std::string& site, std::vector<ConnectionConfig>& connections) {
  std::erase_if(connections, [&](const ConnectionConfig& connection) {
    return !connection.site.empty() && connection.site != site;
  });
}

}  // namespace peeringd
