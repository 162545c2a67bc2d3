#include "ris/ris_update.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <optional>
#include <string>

#include "base/json_text.hpp"
#include "base/number_from.hpp"
#include "ris/ris_message.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

const json::array* array_member(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_array();
}

// 32 bits, as a number.
std::optional<std::uint32_t> number_of(const json::value& value) {
  std::uint64_t number = 0;
  if (value.is_uint64()) {
    number = value.get_uint64();
  } else if (value.is_int64() && value.get_int64() >= 0) {
    number = static_cast<std::uint64_t>(value.get_int64());
  } else {
    return std::nullopt;
  }
  if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

// AS 0 cannot be in a path (RFC 7607).
bool add_as(const json::value& value, std::vector<AsNumber>& numbers) {
  const auto number = number_of(value);
  if (!number || *number == 0 || numbers.size() >= max_ris_path) return false;
  numbers.push_back(*number);
  return true;
}

bool set_last(const json::array& members, AsPath& path) {
  path.set.clear();  // of an earlier set
  return !members.empty() && std::all_of(members.begin(), members.end(), [&](const auto& member) {
    return add_as(member, path.set);
  });
}

// A set is an array within the array.
std::optional<AsPath> read_path(const json::object& data) {
  AsPath path;
  const json::array* const elements = array_member(data, "path");
  if (elements == nullptr) return std::nullopt;
  for (const json::value& element : *elements) {
    const json::array* const set = element.if_array();
    path.ends_in_set = set != nullptr;
    if (set != nullptr ? !set_last(*set, path) : !add_as(element, path.sequence)) {
      return std::nullopt;
    }
  }
  return path;
}

// Communities are shown only, so unreadable ones are left out.
std::vector<Community> read_communities(const json::object& data) {
  constexpr std::uint32_t most = 0xffff;
  std::vector<Community> communities;
  const json::array* const pairs = array_member(data, "community");
  if (pairs == nullptr) return communities;
  for (const json::value& value : *pairs) {
    const json::array* const pair = value.if_array();
    if (pair == nullptr || pair->size() != 2 || communities.size() >= max_ris_path) continue;
    const auto upper = number_of((*pair)[0]);
    const auto lower = number_of((*pair)[1]);
    if (upper && lower && *upper <= most && *lower <= most) {
      communities.push_back(*upper << 16 | *lower);
    }
  }
  return communities;
}

std::variant<BgpRoute, RouteWithdrawal, UnreadableRoute> read_route(const json::object& data,
                                                                    AsNumber peer_as) {
  auto path = read_path(data);
  if (!path) return UnreadableRoute{};
  BgpRoute route;
  // An empty path is that of a route which the peer's own AS originates.
  if (!path->ends_in_set) {
    route.origin = path->sequence.empty() ? peer_as : path->sequence.back();
  }
  route.path = *std::move(path);
  route.communities = read_communities(data);
  return route;
}

// Appends the prefixes that overlap `ours`, each once; false if one cannot be read. RIS writes an
// End-of-RIB as the prefix "eor".
bool add_prefixes(const json::value* list, const PrefixSet& ours, std::vector<IpPrefix>& prefixes) {
  if (list == nullptr || !list->is_array()) return true;
  for (const json::value& value : list->get_array()) {
    const json::string* const text = value.if_string();
    if (text == nullptr) return false;
    if (*text == "eor") continue;
    const auto prefix = IpPrefix::parse_with_host_bits(*text);
    if (!prefix) return false;
    if (ours.overlaps(*prefix)) prefixes.push_back(*prefix);
  }
  return prefixes.size() <= max_ris_prefixes;
}

std::optional<std::vector<IpPrefix>> announced_prefixes(const json::object& data,
                                                        const PrefixSet& ours) {
  std::vector<IpPrefix> prefixes;
  const json::array* const announcements = array_member(data, "announcements");
  if (announcements == nullptr) return prefixes;
  for (const json::value& value : *announcements) {
    const json::object* const announcement = value.if_object();
    if (announcement == nullptr ||
        !add_prefixes(announcement->if_contains("prefixes"), ours, prefixes)) {
      return std::nullopt;
    }
  }
  return prefixes;
}

bool is_collector_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !name.empty() && name.size() <= 20 && std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

Result<RisPeer> read_ris_peer(const json::object& data) {
  RisPeer peer;
  const std::string_view host = text_member(data, "host");
  const std::string_view collector = host.substr(0, host.find('.'));
  if (!is_collector_name(collector)) return Error{"an invalid host"};
  peer.at.source = RouteSource::ris;
  peer.at.router = collector;
  boost::system::error_code error;
  peer.at.peer = boost::asio::ip::make_address(std::string(text_member(data, "peer")), error);
  if (error || (peer.at.peer.is_v6() && peer.at.peer.to_v6().scope_id() != 0)) {
    return Error{"an invalid peer"};
  }
  peer.at.peer = unmapped(peer.at.peer);
  peer.as = number_from<AsNumber>(text_member(data, "peer_asn")).value_or(0);
  if (peer.as == 0) return Error{"an invalid peer_asn"};
  return peer;
}

Result<std::vector<RouteObservation>> read_ris_routes(const json::object& data, const RisPeer& peer,
                                                      const PrefixSet& ours) {
  const auto announced = announced_prefixes(data, ours);
  std::vector<IpPrefix> withdrawn;
  if (!announced || !add_prefixes(data.if_contains("withdrawals"), ours, withdrawn)) {
    return Error{"an invalid prefix, or too many"};
  }
  std::vector<RouteObservation> seen;
  for (const IpPrefix& prefix : withdrawn)
    seen.push_back({peer.at, peer.as, prefix, 0, RouteWithdrawal{}});
  if (announced->empty()) return seen;
  const auto route = read_route(data, peer.as);
  for (const IpPrefix& prefix : *announced) {
    // A prefix comes again for each next hop, such as a global and a link-local one.
    const bool again = std::any_of(announced->data(), &prefix,
                                   [&](const IpPrefix& before) { return before == prefix; });
    if (!again) seen.push_back({peer.at, peer.as, prefix, 0, route});
  }
  return seen;
}

}  // namespace peeringd
