#include "config/route_rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "config/values.hpp"
#include "yaml/fields.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

template <typename Value, std::size_t size>
Result<Value> parse_one_of(const std::array<std::string_view, size>& names, std::string_view text) {
  for (std::size_t i = 0; i < size; ++i) {
    if (text == names[i]) return static_cast<Value>(i);
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  return Error{in_quotes(text) + " is not a valid word here" + meant_or_known(text, known)};
}

/// One number or a list of them.
std::vector<AsNumber> read_as_numbers(const Node& node) {
  std::vector<AsNumber> numbers;
  const auto add = [&numbers](const Node& item) {
    const auto as = item.parse("an AS number", parse_as_number);
    if (!as) return;
    if (std::find(numbers.begin(), numbers.end(), *as) != numbers.end()) {
      item.error("AS " + std::to_string(*as) + " is given twice");
    }
    numbers.push_back(*as);
  };
  if (!node.is_list()) {
    add(node);
    return numbers;
  }
  for (const Node& item : node.list("a list of AS numbers")) add(item);
  return numbers;
}

std::vector<IpPrefix> read_more_specifics(const Node& node) {
  std::vector<IpPrefix> prefixes;
  if (node.is_text("off")) return prefixes;
  for (const Node& item : node.list("a list of prefixes, or off")) {
    if (const auto prefix = item.parse("a prefix like 203.0.113.128/25", IpPrefix::parse)) {
      prefixes.push_back(*prefix);
    }
  }
  return prefixes;
}

void read_router_name(const Node& node, const RouteSources& sources, RouteSession& session) {
  session.router = node.parse("a router's name", parse_name).value_or("");
  if (session.router.empty()) return;
  std::vector<std::string_view> names;
  if (sources.bmp) {
    for (const BmpRouter& router : sources.bmp->routers) {
      if (router.name.empty()) return;  // that one is wrong, and may be meant
      names.push_back(router.name);
    }
  }
  if (std::find(names.begin(), names.end(), session.router) != names.end()) return;
  const std::string what = "no router is named " + in_quotes(session.router);
  node.error_about(session.router, names.empty()
                                       ? what + "; routes.bmp.routers of the main file lists them"
                                       : what + meant_or_known(session.router, names));
}

RouteSession read_session(const Node& node, const RouteSources& sources) {
  const Fields fields(node, "a map with router and peer");
  RouteSession session;
  if (const auto router = fields.require("router", "a router of routes.bmp")) {
    read_router_name(*router, sources, session);
  }
  if (const auto role = fields.find("role")) {
    const auto parsed = role->parse("primary or backup", [](std::string_view text) {
      return parse_one_of<SessionRole>(session_role_names, text);
    });
    session.role = parsed.value_or(session.role);
  }
  if (const auto shows = fields.find("shows")) {
    const auto parsed =
        shows->parse("watch, received, announced or local", [](std::string_view text) {
          return parse_one_of<SessionShows>(session_shows_names, text);
        });
    session.shows = parsed.value_or(session.shows);
  }
  const bool local = session.shows == SessionShows::local;
  const auto peer = local ? fields.find("peer") : fields.require("peer", "the peer's address");
  if (peer) {
    if (local) peer->error("does not go with local, which is the router's own table");
    if (const auto address = peer->parse("an address", parse_address)) {
      session.peer = unmapped(*address);
    }
  }
  fields.report_unknown_keys();
  return session;
}

/// Watch and received are the same table.
bool same_table(const RouteSession& a, const RouteSession& b) {
  const auto table = [](SessionShows shows) {
    return shows == SessionShows::foreign ? SessionShows::received : shows;
  };
  return a.router == b.router && a.peer == b.peer && table(a.shows) == table(b.shows);
}

std::vector<RouteSession> read_sessions(const Node& node, const RouteSources& sources) {
  std::vector<RouteSession> sessions;
  for (const Node& item : node.list("a list of sessions")) {
    RouteSession session = read_session(item, sources);
    const bool twice = std::any_of(sessions.begin(), sessions.end(), [&](const auto& other) {
      return !session.router.empty() && same_table(session, other);
    });
    if (twice) item.error("is the same table as another session here");
    sessions.push_back(std::move(session));
  }
  return sessions;
}

}  // namespace

Result<AsNumber> parse_as_number(std::string_view text) {
  const bool prefixed = text.starts_with("AS") || text.starts_with("as");
  const auto number = parse_whole_number(prefixed ? text.substr(2) : text, 0, 4294967295);
  if (!number) return Error{in_quotes(text) + " is not an AS number; write one like 64496"};
  if (*number == 0 || *number == 23456 || *number == 65535 || *number == 4294967295) {
    return Error{"AS " + std::to_string(*number) + " is reserved; no network has it"};
  }
  return static_cast<AsNumber>(*number);
}

Result<Community> parse_community(std::string_view text) {
  const auto colon = text.find(':');
  const auto high = parse_whole_number(text.substr(0, colon), 0, 65535);
  const auto low =
      colon == std::string_view::npos ? high : parse_whole_number(text.substr(colon + 1), 0, 65535);
  if (colon == std::string_view::npos || !high || !low) {
    return Error{in_quotes(text) + " is not a community; write one like \"8075:8007\""};
  }
  return static_cast<Community>(*high << 16 | *low);
}

RouteRules read_route_rules(const Node& node, const RouteSources& sources, RouteRules base) {
  const Fields fields(node, "a map with origin and sessions");
  RouteRules rules = std::move(base);
  if (const auto origin = fields.find("origin")) rules.origins = read_as_numbers(*origin);
  if (const auto upstreams = fields.find("upstreams")) {
    rules.upstreams =
        upstreams->is_text("off") ? std::vector<AsNumber>{} : read_as_numbers(*upstreams);
  }
  if (const auto more = fields.find("more_specifics")) {
    rules.more_specifics = read_more_specifics(*more);
  }
  if (const auto community = fields.find("community")) {
    rules.community.reset();
    if (!community->is_text("off")) {
      rules.community = community->parse("a community like \"8075:8007\"", parse_community);
    }
  }
  if (const auto sessions = fields.find("sessions")) {
    rules.sessions = read_sessions(*sessions, sources);
  }
  fields.report_unknown_keys();
  if (rules.origins.empty() && !fields.find("origin")) {
    node.error_at_key("origin", "is missing; give the AS that may originate the prefixes");
  }
  return rules;
}

RouteRules rules_of_prefix(RouteRules rules, const IpPrefix& prefix) {
  std::erase_if(rules.more_specifics, [&prefix](const IpPrefix& more) {
    return more.length() <= prefix.length() || !prefix.contains(more.network());
  });
  return rules;
}

void check_route_rules(const Node& node, const RouteRules& rules, const RouteSources& sources,
                       const std::vector<PrefixConfig>& prefixes) {
  for (const IpPrefix& more : rules.more_specifics) {
    const bool fits = std::any_of(prefixes.begin(), prefixes.end(), [&more](const auto& prefix) {
      if (!prefix.prefix) return prefix.label != "auto";  // that one is wrong, and may be meant
      return prefix.prefix->length() < more.length() && prefix.prefix->contains(more.network());
    });
    if (!fits) node.error(more.to_string() + " is not a more-specific of a prefix here");
  }
  // What has an error may be what is missing here.
  if (rules.off() || node.diagnostics().error_count() > 0) return;
  if (rules.sessions.empty() && !sources.ris) {
    const std::string_view why =
        sources.rpki.empty() ? "" : " (routes.rpki says who may originate a route, and shows none)";
    node.warning("no session shows these routes" + std::string(why) +
                 "; nothing is compared with them");
  }
  const bool any_announced = std::any_of(
      rules.sessions.begin(), rules.sessions.end(),
      [](const RouteSession& session) { return session.shows == SessionShows::announced; });
  if (rules.community && !any_announced) {
    node.warning("community is checked on sessions that show announced routes; there is none");
  }
}

void warn_about_unused_sources(const Node& node, const std::vector<ConnectionConfig>& connections) {
  for (const ConnectionConfig& connection : connections) {
    for (const PrefixConfig& prefix : connection.prefixes) {
      if (!prefix.routes.off()) return;
    }
  }
  node.warning("no connection has routes with an origin, so these sources are not used");
}

}  // namespace peeringd
