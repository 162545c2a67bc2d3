#include "routes/route_checks.hpp"

namespace peeringd {
namespace {

constexpr std::size_t longest_registered_path = 3;

/// RFC 6996.
bool is_private(AsNumber as) {
  return (as >= 64512 && as <= 65534) || (as >= 4200000000 && as <= 4294967294);
}

std::vector<AsNumber> without_prepends(std::vector<AsNumber> path) {
  path.erase(std::unique(path.begin(), path.end()), path.end());
  return path;
}

void append_numbers(std::string& text, const std::vector<AsNumber>& numbers) {
  for (const AsNumber as : numbers) {
    if (!text.empty() && text.back() != '{') text += ' ';
    text += std::to_string(as);
  }
}

}  // namespace

std::optional<AsNumber> foreign_origin(const BgpRoute& route,
                                       const std::vector<AsNumber>& expected) {
  if (route.origin) {
    return contains(expected, *route.origin) ? std::nullopt : std::optional(*route.origin);
  }
  for (const AsNumber as : route.path.set) {
    if (!contains(expected, as)) return as;
  }
  return std::nullopt;
}

std::optional<AsNumber> upstream_of(const BgpRoute& route, RouteSource source, AsNumber peer_as) {
  const std::vector<AsNumber> path = without_prepends(route.path.sequence);
  const std::size_t behind = route.path.ends_in_set ? 1 : 2;
  if (path.size() < behind) return std::nullopt;
  const AsNumber upstream = path[path.size() - behind];
  const bool is_ris_peer = source == RouteSource::ris && path.size() == behind;
  if (is_ris_peer && upstream == peer_as) return std::nullopt;
  return upstream;
}

std::vector<std::string> broken_requirements(const BgpRoute& route,
                                             std::optional<Community> community) {
  std::vector<std::string> broken;
  const auto& values = route.communities;
  if (community && std::find(values.begin(), values.end(), *community) == values.end()) {
    broken.push_back("community " + std::to_string(*community >> 16) + ':' +
                     std::to_string(*community & 0xffff) + " is missing");
  }
  const auto& path = route.path.sequence;
  const auto its_private = std::find_if(path.begin(), path.end(), is_private);
  if (its_private != path.end()) {
    broken.push_back("private AS " + std::to_string(*its_private) + " in the path");
  }
  const auto distinct = without_prepends(path);
  if (distinct.size() > longest_registered_path) {
    broken.push_back("path of " + std::to_string(distinct.size()) + " ASes");
  }
  if (distinct.size() < path.size()) broken.emplace_back("prepended path");
  return broken;
}

std::string to_string(const AsPath& path) {
  std::string text;
  append_numbers(text, path.sequence);
  if (path.set.empty()) return text;
  text += text.empty() ? "{" : " {";
  append_numbers(text, path.set);
  return text + '}';
}

}  // namespace peeringd
