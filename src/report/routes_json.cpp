#include "report/routes_json.hpp"

#include <boost/json/serialize.hpp>

#include "model/config.hpp"
#include "report/json_values.hpp"
#include "report/route_mark.hpp"
#include "report/route_sources_json.hpp"

namespace peeringd {
namespace {

namespace json = boost::json;

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
      {"role", std::string(name_of(session.role))},
      {"shows", std::string(name_of(session.shows))},
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

json::object anomaly_object(const RouteAnomaly& anomaly, const Instant& now) {
  json::object object{{"kind", std::string(name_of(anomaly.kind))},
                      {"network", anomaly.network},
                      {"as", nullptr},
                      {"since", time_text(now.wall_of(anomaly.since))},
                      {"summary", anomaly.summary}};
  if (anomaly.as != 0) object["as"] = anomaly.as;
  object["as_path"] = number_array(anomaly.path.sequence);
  object["witnesses"] = {{"bmp", anomaly.bmp_witnesses}, {"ris", anomaly.ris_witnesses}};
  return object;
}

/// Why the state of a session is not known.
std::string why_unknown(const RouteSessionReport& session, const RouteSourceFacts& facts) {
  const RouteSourceStatus* const router = status_of_router(facts, session.at.router);
  if (router == nullptr || !router->up) return session.at.router + " is not connected";
  if (session.only_withdraws) {
    return "the router withdraws routes that it never announced (FRR without "
           "soft-reconfiguration inbound)";
  }
  if (!session.session_up) return "the router has not reported this session";
  return "the router may not have sent the whole table yet";
}

json::value as_or_null(AsNumber as) {
  if (as == 0) return nullptr;
  return as;
}

/// What only `/api/v1/routes` has of a session.
void add_session_details(json::object& object, const RouteSessionReport& session,
                         const RouteSourceFacts& facts, const Instant& now) {
  const bool local = session.shows == SessionShows::local;
  object["peer_as"] = local ? json::value(nullptr) : as_or_null(session.peer_as);
  object["session_up"] = session.session_up ? json::value(*session.session_up) : nullptr;
  object["since"] = nullptr;
  if (session.since) object["since"] = time_text(now.wall_of(*session.since));
  object["problem"] = nullptr;
  if (session.presence == Presence::unknown) object["problem"] = why_unknown(session, facts);
}

json::value ris_object(const std::optional<RisReport>& ris) {
  if (!ris) return nullptr;
  json::array routes;
  for (const RisRoute& route : ris->routes) {
    routes.push_back({{"network", route.network},
                      {"origin", route.origin ? json::value(*route.origin) : json::value(nullptr)},
                      {"peers", route.peers},
                      {"as_path", number_array(route.path.sequence)},
                      {"rpki", std::string(name_of(route.rpki))}});
  }
  return json::object{{"current", ris->current},
                      {"known", ris->known},
                      {"visible", ris->visible},
                      {"routes", std::move(routes)}};
}

json::object expected_object(const RouteRules& rules) {
  json::array more_specifics;
  for (const IpPrefix& network : rules.more_specifics) {
    more_specifics.push_back(json::string(network.to_string()));
  }
  json::object object{{"origins", number_array(rules.origins)},
                      {"upstreams", number_array(rules.upstreams)},
                      {"more_specifics", std::move(more_specifics)},
                      {"community", nullptr}};
  if (rules.community) object["community"] = community_array({*rules.community}).front();
  return object;
}

json::array signal_array(const PrefixRouteReport& prefix) {
  json::array signals;
  for (std::size_t i = 0; i < prefix.signals.size(); ++i) {
    const RouteSignalReading& reading = prefix.signals[i];
    if (!reading.applies) continue;
    signals.push_back({{"signal", std::string(name_of(signal_of(static_cast<RouteSignal>(i))))},
                       {"bad", reading.bad ? json::value(*reading.bad) : json::value(nullptr)},
                       {"note", text_or_null(reading.note)}});
  }
  return signals;
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

/// What only `/api/v1/routes` has of a prefix.
void add_prefix_details(json::object& object, const PrefixRouteReport& prefix,
                        const RouteRules& rules, const RouteSourceFacts& facts,
                        const Instant& now) {
  const RouteMark mark = route_mark(prefix);
  object["state"] = std::string(mark.state);
  object["word"] = std::string(mark.word);
  object["text"] = text_or_null(mark.text);
  object["expected"] = expected_object(rules);
  object["ris"] = ris_object(prefix.ris);
  object["signals"] = signal_array(prefix);
  json::array& sessions = object["sessions"].as_array();
  for (std::size_t i = 0; i < sessions.size(); ++i) {
    add_session_details(sessions[i].as_object(), prefix.sessions[i], facts, now);
  }
}

}  // namespace

json::object routes_object(const PrefixRouteReport& prefix, const Instant& now) {
  json::array sessions;
  for (const auto& session : prefix.sessions) sessions.push_back(session_object(session));
  json::array anomalies;
  for (const auto& anomaly : prefix.anomalies) anomalies.push_back(anomaly_object(anomaly, now));
  return {{"active", index_or_null(prefix.active)},
          {"backup", index_or_null(prefix.backup)},
          {"sessions", std::move(sessions)},
          {"anomalies", std::move(anomalies)},
          {"visibility", visibility_or_null(prefix.visibility)}};
}

std::string routes_json(const RouteReport* report, const RouteSourceFacts& facts,
                        const Instant& now) {
  json::array prefixes;
  json::array sources;
  if (report != nullptr && report->config != nullptr) {
    sources = route_sources(report->config->routes, facts);
    for (const PrefixRouteReport& prefix : report->prefixes) {
      const ConnectionConfig& connection = report->config->connections[prefix.connection];
      const PrefixConfig& configured = connection.prefixes[prefix.prefix];
      json::object object{{"connection", connection.name}, {"prefix", configured.label}};
      for (auto& member : routes_object(prefix, now)) object.insert(std::move(member));
      add_prefix_details(object, prefix, configured.routes, facts, now);
      prefixes.push_back(std::move(object));
    }
  }
  return json::serialize(json::object{{"time", time_text(now.wall)},
                                      {"sources", std::move(sources)},
                                      {"prefixes", std::move(prefixes)}}) +
         "\n";
}

}  // namespace peeringd
