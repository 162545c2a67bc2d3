#include "config/route_sources.hpp"

#include <map>
#include <string>

#include "base/text.hpp"
#include "config/values.hpp"
#include "config/web.hpp"
#include "yaml/fields.hpp"

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

}  // namespace

RouteSources read_route_sources(const std::optional<Node>& node) {
  RouteSources sources;
  if (!node) return sources;
  const Fields fields(*node, "a map with bmp");
  if (const auto bmp = fields.require("bmp", "the BMP station")) sources.bmp = read_bmp(*bmp);
  fields.report_unknown_keys();
  return sources;
}

}  // namespace peeringd
