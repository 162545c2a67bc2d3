#include "config/route_sources.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "base/text.hpp"
#include "config/named_file.hpp"
#include "config/values.hpp"
#include "config/web.hpp"
#include "yaml/fields.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

Result<RouteView> parse_view(std::string_view text) {
  if (text == "pre-policy") return RouteView::pre_policy;
  if (text == "post-policy") return RouteView::post_policy;
  return Error{in_quotes(text) + " is not a view; write pre-policy or post-policy"};
}

/// Where the names and addresses of routers stand.
struct RouterPlaces {
  std::map<std::string, Place> names;
  std::map<IpAddress, Place> addresses;
};

/// Reports `text` if it was given before.
template <typename Key>
void check_unique(const Node& node, std::map<Key, Place>& places, const Key& key,
                  const std::string& text) {
  const auto [first, is_new] = places.emplace(key, node.place());
  if (is_new) return;
  node.error("another router has " + text + ", at " + node.diagnostics().describe(first->second));
}

BmpRouter read_router(const Node& node, RouterPlaces& places) {
  const Fields fields(node, "a map with name and address");
  BmpRouter router;
  if (const auto name = fields.require("name", "the router's name")) {
    router.name = name->parse("a name", parse_name).value_or("");
    if (!router.name.empty()) {
      check_unique(*name, places.names, router.name, "the name " + in_quotes(router.name));
    }
  }
  if (const auto address = fields.require("address", "the address that it connects from")) {
    if (const auto parsed = address->parse("an address", parse_address)) {
      router.address = unmapped(*parsed);
      check_unique(*address, places.addresses, router.address, router.address.to_string());
    }
  }
  if (const auto view = fields.find("view")) {
    router.view = view->parse("pre-policy or post-policy", parse_view).value_or(router.view);
  }
  fields.report_unknown_keys();
  return router;
}

BmpConfig read_bmp(const Node& node) {
  const Fields fields(node, "a map with listen and routers");
  BmpConfig bmp;
  if (const auto listen = fields.require("listen", "addresses like 192.0.2.10:11019")) {
    for (const Node& item : listen->list("a list of addresses")) {
      const auto address = item.parse("an address like 192.0.2.10:11019", parse_listen_address);
      if (address) bmp.listen.push_back(*address);
    }
  }
  RouterPlaces places;
  if (const auto routers = fields.require("routers", "the routers that may connect")) {
    for (const Node& item : routers->list("a list of routers")) {
      bmp.routers.push_back(read_router(item, places));
    }
  }
  fields.report_unknown_keys();
  return bmp;
}

Result<RtrCache> parse_host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  const bool brackets = text.starts_with('[');
  const Error error{in_quotes(text) +
                    " is not a host and a port; write them like rtr.example.net:323 or [::1]:8282"};
  if (colon == std::string_view::npos || colon == 0) return error;
  if (brackets != (text[colon - 1] == ']')) return error;
  const std::string_view host = brackets ? text.substr(1, colon - 2) : text.substr(0, colon);
  const auto port = parse_port(text.substr(colon + 1));
  if (!port) return Error{"the port " + port.error().message};
  if (const auto address = parse_address(host); address && address->is_v6() == brackets) {
    return RtrCache{address->to_string(), *port};
  }
  const auto name = brackets ? Result<std::string>(error) : parse_host_name(host);
  if (!name) return error;
  return RtrCache{*name, *port};
}

std::vector<RtrCache> read_caches(const Node& node) {
  std::vector<RtrCache> caches;
  for (const Node& item : node.list("a list of RTR caches")) {
    const auto cache = item.parse("a cache like 127.0.0.1:8282", parse_host_and_port);
    if (!cache) continue;
    if (std::find(caches.begin(), caches.end(), *cache) != caches.end()) {
      item.error("is given twice");
    }
    caches.push_back(*cache);
  }
  return caches;
}

RisConfig read_ris(const Node& node) {
  const Fields fields(node, "a map with client");
  RisConfig ris;
  if (const auto client = fields.require("client", "a name of your own, which RIPE can see")) {
    ris.client = client->parse("a name", parse_name).value_or("");
  }
  if (const auto peers = fields.find("min_peers")) {
    const auto number = peers->parse("a number of RIS peers", [](std::string_view text) {
      return parse_whole_number(text, 1, 1000);
    });
    ris.min_peers = static_cast<std::uint32_t>(number.value_or(ris.min_peers));
  }
  if (const auto server = fields.find("server")) {
    if (const auto parsed =
            server->parse("a server like ris-live.ripe.net:443", parse_host_and_port)) {
      ris.host = parsed->host;
      ris.port = parsed->port;
    }
  }
  if (const auto ca = fields.find("ca_file")) {
    const auto file = read_named_file(*ca, "a file of certificates in PEM");
    if (file) ris.ca_file = file->path.string();
    if (file && file->text.find("CERTIFICATE-----") == std::string::npos) {
      ca->error(in_quotes(ris.ca_file) + " contains no certificate in PEM");
    }
  }
  fields.report_unknown_keys();
  return ris;
}

}  // namespace

RouteSources read_route_sources(const std::optional<Node>& node) {
  RouteSources sources;
  if (!node) return sources;
  const Fields fields(*node, "a map with bmp, rpki or ris");
  if (const auto bmp = fields.find("bmp")) sources.bmp = read_bmp(*bmp);
  if (const auto rpki = fields.find("rpki")) sources.rpki = read_caches(*rpki);
  if (const auto ris = fields.find("ris")) sources.ris = read_ris(*ris);
  fields.report_unknown_keys();
  return sources;
}

}  // namespace peeringd
