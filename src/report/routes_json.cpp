#include "report/routes_json.hpp"

#include <boost/json/serialize.hpp>

#include "model/config.hpp"
#include "report/json_values.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

constexpr std::array<const char*, 4> names_of_shows{"watch", "received", "announced", "local"};

json::array number_array(const std::vector<AsNumber>& numbers) {
  json::array array;
  for (const AsNumber as : numbers) array.push_back(as);
  return array;
}

json::array community_array(const std::vector<Community>& communities) {
  json::array array;
  for (const Community value : communities) {
    array.push_back(
        json::string(std::to_string(value >> 16) + ':' + std::to_string(value & 0xffff)));
  }
  return array;
}

json::object session_object(const RouteSessionReport& session) {
  const bool local = session.shows == SessionShows::local;
  json::object object{
      {"router", session.at.router},
      {"peer", local ? json::value(nullptr) : json::value(session.at.peer.to_string())},
      {"role", session.role == SessionRole::primary ? "primary" : "backup"},
      {"shows", names_of_shows[static_cast<std::size_t>(session.shows)]},
      {"state", std::string(name_of(session.presence))},
      {"as_path", nullptr},
      {"origin", nullptr},
      {"communities", nullptr},
      {"rpki", std::string(name_of(session.rpki))},
      {"only_withdraws", session.only_withdraws}};
  if (!session.route) return object;
  object["as_path"] = number_array(session.route->path.sequence);
  if (session.route->origin) object["origin"] = *session.route->origin;
  object["communities"] = community_array(session.route->communities);
  return object;
}

json::object fault_object(const RouteFault& fault, const Instant& now) {
  json::object object{{"kind", std::string(name_of(fault.kind))},
                      {"network", fault.network},
                      {"as", nullptr},
                      {"since", time_text(now.wall_of(fault.since))},
                      {"summary", fault.summary}};
  if (fault.as != 0) object["as"] = fault.as;
  object["as_path"] = number_array(fault.path.sequence);
  object["witnesses"] = {{"bmp", fault.bmp_witnesses}, {"ris", fault.ris_witnesses}};
  return object;
}

/// The index of a session in `sessions`.
json::value index_or_null(const std::optional<std::size_t>& index) {
  if (!index) return nullptr;
  return *index;
}

json::value visibility_or_null(const std::optional<RouteVisibility>& seen) {
  if (!seen) return nullptr;
  return {{"visible", seen->visible}, {"known", seen->known}};
}

}  // namespace

json::object routes_object(const PrefixRouteReport& prefix, const Instant& now) {
  json::array sessions;
  for (const auto& session : prefix.sessions) sessions.push_back(session_object(session));
  json::array faults;
  for (const auto& fault : prefix.faults) faults.push_back(fault_object(fault, now));
  return {{"active", index_or_null(prefix.active)},
          {"backup", index_or_null(prefix.backup)},
          {"sessions", std::move(sessions)},
          {"faults", std::move(faults)},
          {"visibility", visibility_or_null(prefix.visibility)}};
}

std::string routes_json(const RouteReport* report, const Instant& now) {
  json::array prefixes;
  if (report != nullptr) {
    for (const PrefixRouteReport& prefix : report->prefixes) {
      const ConnectionConfig& connection = report->config->connections[prefix.connection];
      json::object object{{"connection", connection.name},
                          {"prefix", connection.prefixes[prefix.prefix].label}};
      for (auto& member : routes_object(prefix, now)) object.insert(std::move(member));
      prefixes.push_back(std::move(object));
    }
  }
  return json::serialize(json::object{{"prefixes", std::move(prefixes)}}) + "\n";
}

}  // namespace peeringd
