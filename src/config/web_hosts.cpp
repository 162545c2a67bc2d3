#include "config/web_hosts.hpp"

#include <algorithm>
#include <string_view>

#include "base/words.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

// The text of an address is brought into the one form that it is compared in.
Result<std::string> parse_web_host(std::string_view text) {
  if (const auto address = parse_address(text)) return address->to_string();
  if (text.find("://") != std::string_view::npos) {
    return Error{in_quotes(text) + " is a URL; write its host alone, like monitoring.example.com"};
  }
  if (text.find_first_of(":[]") != std::string_view::npos) {
    return Error{in_quotes(text) + " has a port or brackets; write the host alone, like " +
                 "monitoring.example.com or 2001:db8::1"};
  }
  const auto name = parse_host_name(text);
  if (!name) return name.error();
  std::string lower = lower_case(*name);
  if (lower.ends_with('.')) lower.pop_back();
  return lower;
}

}  // namespace

std::vector<std::string> read_web_hosts(const Node& node) {
  std::vector<std::string> hosts;
  for (const Node& item : node.list("a list of host names")) {
    const auto host = item.parse("a host name", parse_web_host);
    if (!host) continue;
    if (std::find(hosts.begin(), hosts.end(), *host) != hosts.end()) {
      item.error(in_quotes(*host) + " is given twice");
    }
    hosts.push_back(*host);
  }
  return hosts;
}

}  // namespace peeringd
