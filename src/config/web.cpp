#include "config/web.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.hpp"
#include "config/values.hpp"
#include "yaml/fields.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

Error not_a_listen_address(std::string_view text, std::string_view why) {
  return {in_quotes(text) + " " + std::string(why) +
          "; write one like 127.0.0.1:8075 or [::1]:8075"};
}

struct Parts {
  std::string_view address;
  std::string_view port;
};

Result<Parts> split(std::string_view text) {
  const auto colon = text.rfind(':');
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    return not_a_listen_address(text, "is a port without an address");
  }
  if (colon == 0) {
    return not_a_listen_address(text, "lacks the address to listen on (0.0.0.0 or [::] for all)");
  }
  const bool brackets = text.front() == '[';
  if (!brackets && colon != text.find(':')) {
    return not_a_listen_address(text, "has an IPv6 address without brackets");
  }
  if (colon == std::string_view::npos || (brackets && text[colon - 1] != ']')) {
    return not_a_listen_address(text, "lacks a port");
  }
  const std::string_view address = text.substr(0, colon);
  return Parts{brackets ? address.substr(1, address.size() - 2) : address, text.substr(colon + 1)};
}

std::vector<ListenAddress> read_listen(const Node& node) {
  std::vector<ListenAddress> addresses;
  std::map<std::pair<IpAddress, std::uint16_t>, Place> first_places;
  for (const Node& item : node.list("a list of addresses")) {
    const auto listen = item.parse("an address like 127.0.0.1:8075", parse_listen_address);
    if (!listen) continue;
    const auto [first, is_new] =
        first_places.emplace(std::pair(listen->address, listen->port), item.place());
    if (!is_new) {
      item.error("is given twice; the first is at " + item.diagnostics().describe(first->second));
    }
    addresses.push_back(*listen);
  }
  return addresses;
}

// One warning for the whole list, not one for each address.
void warn_of_openness(const Node& listen, const WebConfig& web) {
  const auto openness = openness_of(web);
  if (!openness) return;
  listen.warning(std::string("other hosts can read everything ") + openness->lack + "; " +
                 openness->remedy);
}

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

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const auto parts = split(text);
  if (!parts) return parts.error();
  const auto address = parse_address(parts->address);
  const bool right_form = address && address->is_v6() == (text.front() == '[');
  if (!right_form || address->is_multicast()) {
    return not_a_listen_address(text, "has no IP address of this host before the port");
  }
  if (unmapped(*address) != *address) {
    return Error{in_quotes(text) +
                 " has an IPv4 address in an IPv6 one, on which nothing can listen; "
                 "write it as " +
                 unmapped(*address).to_string() + ":" + std::string(parts->port)};
  }
  const auto port = parse_whole_number(parts->port, 0, 65535);
  if (!port) return Error{"the port " + port.error().message};
  return ListenAddress{*address, static_cast<std::uint16_t>(*port)};
}

std::optional<Openness> openness_of(const WebConfig& web) {
  const bool local = std::ranges::all_of(
      web.listen, [](const ListenAddress& at) { return at.address.is_loopback(); });
  const bool guarded =
      !web.basic_auth_users.empty() || (web.tls && !web.tls->client_ca_file.empty());
  if (local || (web.tls && guarded)) return std::nullopt;
  if (guarded) return Openness{"without encryption", "add tls"};
  if (web.tls) {
    return Openness{"without a password", "add basic_auth_users or tls.client_ca_file"};
  }
  return Openness{"without a password and without encryption",
                  "add tls and basic_auth_users, or listen on 127.0.0.1 only"};
}

WebConfig read_web(const std::optional<Node>& node) {
  const ListenAddress standard{boost::asio::ip::address_v4::loopback()};
  WebConfig web;
  web.listen = {standard};
  if (!node) return web;
  const std::size_t errors_before = node->diagnostics().error_count();
  const Fields fields(*node, "a map with listen");
  if (const auto tls = fields.find("tls")) web.tls = read_web_tls(*tls);
  if (const auto users = fields.find("basic_auth_users")) {
    web.basic_auth_users = read_basic_auth_users(*users);
    if (!web.tls) users->warning("sends passwords in the clear; add tls");
  }
  if (const auto listen = fields.find("listen")) {
    web.listen = read_listen(*listen);
    // What has an error may be what restricts access.
    if (node->diagnostics().error_count() == errors_before) warn_of_openness(*listen, web);
  }
  if (const auto hosts = fields.find("hosts")) web.hosts = read_web_hosts(*hosts);
  fields.read_flag("allow_reload", web.allow_reload);
  fields.report_unknown_keys();
  return web;
}

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
