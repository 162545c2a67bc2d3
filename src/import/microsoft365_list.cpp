#include "import/microsoft365_list.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>

#include "base/text.hpp"
#include "import/json_item.hpp"

namespace peeringd {
namespace {

constexpr std::string_view of_tenant = ".sharepoint.com";

std::string id_of(const boost::json::object& object) {
  const auto* id = find_json(object, "id");
  if (id == nullptr) return {};
  if (id->is_int64()) return std::to_string(id->get_int64());
  return id->is_string() ? std::string(id->get_string()) : std::string();
}

std::vector<std::string> texts_of(const boost::json::object& object, std::string_view key) {
  std::vector<std::string> texts;
  const auto* value = find_json(object, key);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return texts;
  for (const auto& item : *list) {
    if (const auto* text = item.if_string()) texts.emplace_back(text->data(), text->size());
  }
  return texts;
}

int number_in(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

bool is_host_name(std::string_view url) {
  return !url.empty() && url.size() <= 63 &&
         url.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == std::string_view::npos;
}

}  // namespace

std::vector<EndpointSet> read_endpoint_sets(const boost::json::value& document, std::size_t file,
                                            Diagnostics& diagnostics) {
  std::vector<EndpointSet> sets;
  const auto* list = document.if_array();
  if (list == nullptr || list->empty()) {
    diagnostics.error({file, 0, 0}, {},
                      "expected the list of endpoint sets that endpoints.office.com/endpoints/ "
                      "returns");
    return sets;
  }
  std::size_t index = 0;
  for (const auto& value : *list) {
    const std::string path = "[" + std::to_string(index++) + "]";
    const auto* object = value.if_object();
    const std::string id = object == nullptr ? std::string() : id_of(*object);
    if (id.empty()) {
      diagnostics.error({file, 0, 0}, path, "is not an endpoint set: it has no id");
      continue;
    }
    const JsonItem item(*object, file, path);
    const auto* own_network = find_json(*object, "expressRoute");
    sets.push_back({id, texts_of(*object, "urls"), item.text("tcpPorts", diagnostics).value_or(""),
                    item.text("udpPorts", diagnostics).value_or(""),
                    item.text("category", diagnostics).value_or(""),
                    own_network != nullptr && own_network->is_bool() && own_network->get_bool(),
                    item.text("serviceArea", diagnostics).value_or(""), texts_of(*object, "ips")});
  }
  return sets;
}

bool has_port(std::string_view ports, int port) {
  while (!ports.empty()) {
    auto part = ports.substr(0, ports.find(','));
    ports.remove_prefix(std::min(part.size() + 1, ports.size()));
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    const auto dash = part.find('-');
    const int first = number_in(part);
    const int last = dash == std::string_view::npos ? first : number_in(part.substr(dash + 1));
    if (first <= port && port <= last) return true;
  }
  return false;
}

bool is_named_by(std::string_view host, std::string_view url) {
  const std::string name = lower_case(host);
  const std::string named = lower_case(url);
  if (!named.starts_with('*')) return name == named;
  return name.size() >= named.size() && name.ends_with(named.substr(1));
}

bool is_chosen(const EndpointSet& set, const Microsoft365Options& options) {
  const std::string category = lower_case(set.category);
  return set.express_route && (category == "optimize" || (options.allow && category == "allow"));
}

std::set<std::string> hosts_of(const EndpointSet& set, const Microsoft365Options& options) {
  std::set<std::string> hosts;
  if (!is_chosen(set, options) || !has_port(set.tcp_ports, 443)) return hosts;
  for (const std::string& url : set.urls) {
    std::string host = lower_case(url);
    const bool any_tenant =
        host == "*" + std::string(of_tenant) || host == "<tenant>" + std::string(of_tenant);
    if (any_tenant && !options.tenant.empty()) {
      host = lower_case(options.tenant) + std::string(of_tenant);
    }
    if (is_host_name(host)) hosts.insert(std::move(host));
  }
  return hosts;
}

bool needs_relay(const EndpointSet& set) {
  return has_port(set.udp_ports, 3478);
}

}  // namespace peeringd
