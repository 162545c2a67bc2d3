#include "config/shared_sources.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace peeringd {
namespace {

bool may_share_a_host(const PlacedSource& a, const PlacedSource& b) {
  return a.site.empty() || b.site.empty() || a.site == b.site;
}

void warn(const PlacedSource& first, const PlacedSource& second) {
  second.node.warning(
      "leaves by " + second.name + ", as the prefix of " + owner_text(first, second) + " at " +
      second.node.diagnostics().describe(first.node.place()) + " does: both measure the same path");
}

}  // namespace

void warn_about_shared_sources(const std::vector<PlacedSource>& sources) {
  std::map<std::string, std::vector<const PlacedSource*>> by_name;
  for (const PlacedSource& source : sources) {
    std::vector<const PlacedSource*>& before = by_name[source.name];
    const auto other = std::ranges::find_if(
        before, [&](const PlacedSource* first) { return may_share_a_host(*first, source); });
    if (other != before.end()) warn(**other, source);
    before.push_back(&source);
  }
}

}  // namespace peeringd
