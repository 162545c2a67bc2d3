#include "model/route_report.hpp"

#include <utility>

#include "model/config.hpp"
#include "model/snapshot.hpp"

namespace peeringd {
namespace {

using PrefixName = std::pair<std::string_view, std::string_view>;

PrefixName name_in(const Config& config, std::uint32_t connection, std::uint32_t prefix) {
  const ConnectionConfig& of = config.connections[connection];
  return {of.name, of.prefixes[prefix].label};
}

}  // namespace

std::vector<const PrefixRouteReport*> routes_by_prefix(const RouteReport* report,
                                                       const Snapshot& snapshot) {
  if (report == nullptr || report->prefixes.empty()) return {};
  std::map<PrefixName, const PrefixRouteReport*> by_name;
  for (const PrefixRouteReport& prefix : report->prefixes) {
    by_name[name_in(*report->config, prefix.connection, prefix.prefix)] = &prefix;
  }
  std::vector<const PrefixRouteReport*> found;
  found.reserve(snapshot.prefixes.size());
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    const auto at = by_name.find(name_in(*snapshot.config, prefix.connection, prefix.prefix));
    found.push_back(at == by_name.end() ? nullptr : at->second);
  }
  return found;
}

}  // namespace peeringd
