#include "config/prefixes.hpp"

#include "config/route_rules.hpp"
#include "config/values.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

constexpr std::string_view expected_prefix = "a prefix like 203.0.113.0/24, or auto";
constexpr std::string_view automatic = "auto";
constexpr int longest_shown_by_azure = 24;
constexpr int longest_accepted_v4 = 24;  // by most networks, from their neighbours
constexpr int longest_accepted_v6 = 48;

std::string_view name_of(Family family) {
  return family == Family::ipv4 ? "IPv4" : "IPv6";
}

/// Reports a prefix that cannot be behind a connection, and returns whether it can.
bool check_usable(const Node& node, const IpPrefix& prefix) {
  const std::string text = prefix.to_string();
  if (const auto range = unusable_range(prefix); !range.empty()) {
    node.error(text + " is " + std::string(range) + "; no prefix behind a connection can be there");
  } else if (prefix.length() == 0) {
    node.error(text + " contains every address; write the prefix behind the connection");
  } else if (const auto part = unusable_range_in(prefix); !part.empty()) {
    node.error(text + " contains " + part + "; write the prefix behind the connection");
  } else {
    return true;
  }
  return false;
}

/// What Azure makes of a prefix that is otherwise fine.
void warn_about_registration(const Node& node, const IpPrefix& prefix) {
  const std::string text = prefix.to_string();
  if (const auto rfc = private_range(prefix); !rfc.empty()) {
    node.warning(text + " is private (" + std::string(rfc) +
                 "), so Peering Service does not register it; behind NAT, write the public "
                 "prefix, and the address of this host as source");
  } else if (prefix.family() == Family::ipv4 && prefix.length() > longest_shown_by_azure) {
    node.warning(text + " is longer than /24; Azure shows it at its /24, " +
                 IpPrefix(prefix.network(), longest_shown_by_azure).to_string());
  }
}

void read_prefix_text(const Node& node, PrefixConfig& config) {
  const auto text = node.text(expected_prefix);
  config.label = text.value_or("");
  if (!text || *text == automatic) return;
  const auto prefix = IpPrefix::parse(*text);
  if (!prefix) {
    node.error(prefix.error().message);
    return;
  }
  config.label = prefix->to_string();
  if (!check_usable(node, *prefix)) return;
  config.prefix = *prefix;
  warn_about_registration(node, *prefix);
}

void check_source(const Node& node, const IpAddress& source, const IpPrefix& prefix) {
  const std::string text = source.to_string();
  const IpPrefix host(source, source.is_v4() ? 32 : 128);
  if (family_of(source) != prefix.family()) {
    node.error(text + " is an " + std::string(name_of(family_of(source))) + " address; " +
               prefix.to_string() + " needs an " + std::string(name_of(prefix.family())) + " one");
  } else if (const auto range = unusable_range(host); !range.empty()) {
    node.error(text + " is " + std::string(range) + "; nothing on the internet can answer to it");
  } else if (!prefix.contains(source)) {
    node.warning(text + " is outside " + prefix.to_string() +
                 "; it is taken for the address of a host behind NAT");
  }
}

void read_source(const Node& node, PrefixConfig& config) {
  const auto source = node.parse("an address", parse_address);
  if (!source) return;
  config.source = *source;
  if (config.prefix) check_source(node, *source, *config.prefix);
}

/// `auto` means the default route, which decides both.
void refuse_with_automatic(const Fields& fields, std::string_view key) {
  if (const auto node = fields.find(key)) {
    node->error("does not go with auto, which follows the default route; write a prefix");
  }
}

/// A /32 of a line, written for its source, hides the routes of the network that it is in.
void warn_about_length(const Node& node, const IpPrefix& prefix) {
  const int longest = prefix.family() == Family::ipv4 ? longest_accepted_v4 : longest_accepted_v6;
  if (prefix.length() <= longest) return;
  node.warning(
      "routes of " + prefix.to_string() + ": only announcements of exactly this prefix, or " +
      "of parts of it, count; few networks accept one longer than /" + std::to_string(longest));
}

/// Gives the prefix its rules: those of `routes`, else those of its connection.
void add_route_rules(const Node& node, const std::optional<Node>& routes, const PrefixOwner& owner,
                     PrefixConfig& config) {
  RouteRules rules = routes ? read_route_rules(*routes, owner.sources, owner.routes) : owner.routes;
  if (rules.off()) return;
  if (config.label == automatic) {
    (routes ? *routes : node).error("auto does not go with routes; write the prefix");
  }
  if (!config.prefix) return;
  config.routes = rules_of_prefix(rules, *config.prefix);
  warn_about_length(node, *config.prefix);
  if (!routes) return;
  // Those of the connection may belong to its other prefixes.
  if (rules.more_specifics == owner.routes.more_specifics) rules.more_specifics.clear();
  check_route_rules(*routes, rules, owner.sources, {config});
}

PrefixConfig read_prefix(const Node& node, const PrefixOwner& owner, SharedAlerts& alerts) {
  PrefixConfig config;
  config.alerts = alerts->config;
  if (!node.is_map()) {
    read_prefix_text(node, config);
    add_route_rules(node, {}, owner, config);
    return config;
  }
  const Fields fields(node, expected_prefix);
  if (const auto prefix = fields.require("prefix", expected_prefix)) {
    read_prefix_text(*prefix, config);
  }
  if (config.label == automatic) {
    refuse_with_automatic(fields, "source");
    refuse_with_automatic(fields, "interface");
  } else if (const auto source = fields.find("source")) {
    read_source(*source, config);
  }
  if (const auto interface = fields.find("interface")) {
    config.interface = interface->parse("an interface's name", parse_interface).value_or("");
  }
  if (const auto mark = fields.find("mark")) {
    config.mark = mark->parse("a firewall mark", parse_mark);
  }
  if (const auto dscp = fields.find("dscp")) {
    config.dscp = dscp->parse("a DSCP, such as 46 or EF", parse_dscp).value_or(std::uint8_t{0});
  }
  alerts = read_alerts(fields.find("alerts"), AlertScope::prefix, alerts);
  add_route_rules(node, fields.find("routes"), owner, config);
  fields.report_unknown_keys();
  config.alerts = alerts->config;
  return config;
}

// None for a prefix whose source is an address inside it: that is known only at run time.
std::optional<std::string> name_of_source(const PrefixConfig& prefix) {
  if (!prefix.automatic() && !prefix.source) return std::nullopt;
  std::string name =
      prefix.automatic() ? "the default route" : "source " + prefix.source->to_string();
  if (!prefix.interface.empty()) name += " on " + prefix.interface;
  if (prefix.mark) name += " with mark " + std::to_string(*prefix.mark);
  if (prefix.dscp != 0) name += " with DSCP " + std::to_string(prefix.dscp);
  return name;
}

}  // namespace

std::string owner_text(const PrefixPlace& of, const PrefixPlace& seen_from) {
  if (of.connection == seen_from.connection) return "the same connection";
  if (of.connection_name.empty()) return "another connection";
  return "connection \"" + of.connection_name + "\"";
}

PrefixList read_prefixes(const Node& node, const PrefixOwner& owner, PlacedPrefixes& placed) {
  PrefixList list;
  std::optional<Place> first_automatic;
  for (const Node& item : node.list("a list of prefixes")) {
    SharedAlerts& alerts = list.alerts.emplace_back(owner.alerts);
    const PrefixConfig& prefix = list.prefixes.emplace_back(read_prefix(item, owner, alerts));
    const PrefixPlace place{item, owner.connection, owner.name, owner.site};
    if (prefix.prefix) placed.prefixes.push_back({place, *prefix.prefix});
    if (const auto source = name_of_source(prefix)) placed.sources.push_back({place, *source});
    if (prefix.label != automatic) continue;
    if (first_automatic) {
      item.error("auto is given twice; the first is at " +
                 item.diagnostics().describe(*first_automatic));
    }
    if (!first_automatic) first_automatic = item.place();
  }
  return list;
}

}  // namespace peeringd
