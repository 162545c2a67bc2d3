#include "ris/ris_subscription.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace peeringd {
namespace {

namespace json = boost::json;

constexpr std::size_t max_prefixes = 2000;

std::string subscription_of(json::object data) {
  data["socketOptions"] = json::object{{"includeRaw", false}, {"acknowledge", true}};
  return json::serialize(json::object{{"type", "ris_subscribe"}, {"data", std::move(data)}});
}

}  // namespace

std::vector<std::string> ris_subscriptions(std::span<const IpPrefix> prefixes, bool more_specific) {
  std::vector<std::string> texts;
  while (!prefixes.empty()) {
    const auto part = prefixes.first(std::min(prefixes.size(), max_prefixes));
    json::array list;
    for (const IpPrefix& prefix : part) list.emplace_back(prefix.to_string());
    texts.push_back(subscription_of({{"type", "UPDATE"},
                                     {"prefix", std::move(list)},
                                     {"moreSpecific", more_specific},
                                     {"lessSpecific", false}}));
    prefixes = prefixes.subspan(part.size());
  }
  return texts;
}

std::string ris_peer_state_subscription() {
  return subscription_of({{"type", "RIS_PEER_STATE"}});
}

std::string ris_ping() {
  return R"({"type":"ping","data":null})";
}

std::vector<IpPrefix> ris_beacons() {
  std::vector<IpPrefix> beacons;
  for (const char* text : {"84.205.64.0/24", "84.205.65.0/24", "84.205.69.0/24", "84.205.75.0/24",
                           "2001:7fb:fe00::/48", "2001:7fb:fe01::/48", "2001:7fb:fe05::/48"}) {
    beacons.push_back(*IpPrefix::parse(text));
  }
  return beacons;
}

std::vector<IpPrefix> difference(std::vector<IpPrefix> all, std::vector<IpPrefix> removed) {
  const auto before = [](const IpPrefix& a, const IpPrefix& b) {
    return a.network() < b.network() || (a.network() == b.network() && a.length() < b.length());
  };
  std::sort(removed.begin(), removed.end(), before);
  std::erase_if(all, [&](const IpPrefix& prefix) {
    return std::binary_search(removed.begin(), removed.end(), prefix, before);
  });
  return all;
}

}  // namespace peeringd
