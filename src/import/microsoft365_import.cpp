#include "import/microsoft365_import.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "import/generated_header.hpp"
#include "import/json_documents.hpp"
#include "import/yaml_text.hpp"

namespace peeringd {
namespace {

constexpr std::string_view web_probes = "[tcp, https]";
constexpr std::string_view media_probes = "[{type: stun, count: 10, spacing: 20ms}]";

std::vector<EndpointSet> sets_in(std::span<const ImportFile> files, Diagnostics& diagnostics) {
  std::vector<EndpointSet> sets;
  for (const ImportFile& file : files) {
    const std::size_t number = diagnostics.add_file(file.name);
    for (const auto& document : parse_json_documents(file.text, number, diagnostics)) {
      const auto of_document = read_endpoint_sets(document, number, diagnostics);
      sets.insert(sets.end(), of_document.begin(), of_document.end());
    }
  }
  return sets;
}

struct Picked {
  std::string sets;  // `set 1 (Optimize), set 5 (Allow)`
  std::string_view probes;
};

void pick(const std::string& host, const EndpointSet& set, std::string_view probes,
          std::map<std::string, Picked>& picked) {
  Picked& endpoint = picked[host];
  if (!endpoint.sets.empty()) endpoint.sets += ", ";
  endpoint.sets += "set " + set.id + " (" + set.category + ")";
  endpoint.probes = probes;
}

bool has_probe(const EndpointConfig& endpoint, std::string_view type) {
  return std::any_of(endpoint.probes.begin(), endpoint.probes.end(), [&](const auto& probe) {
    return probe.label == type || probe.label.starts_with(std::string(type) + ":warm");
  });
}

bool is_compared(const EndpointConfig& endpoint) {
  return !endpoint.egress_only && !endpoint.address &&
         (has_probe(endpoint, "tcp") || has_probe(endpoint, "https"));
}

/// The last two labels of a host name.
std::string domain_of(std::string_view host) {
  const auto last = host.rfind('.');
  if (last == std::string_view::npos || last == 0) return lower_case(host);
  const auto before = host.rfind('.', last - 1);
  return lower_case(before == std::string_view::npos ? host : host.substr(before + 1));
}

/// Whether the list would have a host of this domain.
bool belongs_in_list(std::span<const EndpointSet> sets, const std::string& domain) {
  constexpr std::array<std::string_view, 8> always{
      "cloud.microsoft",     "live.com",   "lync.com",      "microsoft.com",
      "microsoftonline.com", "office.com", "office365.com", "sharepoint.com"};
  if (std::find(always.begin(), always.end(), domain) != always.end()) return true;
  return std::any_of(sets.begin(), sets.end(), [&](const EndpointSet& set) {
    return std::any_of(set.urls.begin(), set.urls.end(),
                       [&](const std::string& url) { return domain_of(url) == domain; });
  });
}

/// Compares one endpoint with the sets that name its host.
void check_endpoint(const EndpointConfig& endpoint, std::span<const EndpointSet> sets,
                    CatalogueCheck& check) {
  bool named = false;
  bool suitable = false;
  Microsoft365Options every;
  every.allow = true;
  for (const EndpointSet& set : sets) {
    const bool names = std::any_of(set.urls.begin(), set.urls.end(), [&](const std::string& url) {
      return is_named_by(endpoint.host, url);
    });
    named |= names;
    suitable |= names && is_chosen(set, every) && has_port(set.tcp_ports, 443);
  }
  if (suitable) return;
  const std::string who = "endpoint " + endpoint.name + ": ";
  if (named) {
    check.drift.push_back(who + endpoint.host +
                          " is in the list, but not on Microsoft's own network with port 443");
  } else if (belongs_in_list(sets, domain_of(endpoint.host))) {
    check.drift.push_back(who + endpoint.host + " is not in the list");
  } else {
    check.notes.push_back(who + endpoint.host + " is not compared: the list has nothing under " +
                          domain_of(endpoint.host));
  }
}

bool is_probed(const std::string& host, std::span<const EndpointConfig> endpoints) {
  return std::any_of(endpoints.begin(), endpoints.end(), [&](const EndpointConfig& endpoint) {
    return is_compared(endpoint) && lower_case(endpoint.host) == host;
  });
}

/// One of the hosts of a set is enough.
void check_set(const EndpointSet& set, const Microsoft365Options& options,
               std::span<const EndpointConfig> endpoints, CatalogueCheck& check) {
  if (!is_chosen(set, options)) return;
  const std::string who = "set " + set.id + " (" + set.category + "): ";
  const auto hosts = hosts_of(set, options);
  const bool found = std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
    return is_probed(host, endpoints);
  });
  if (!hosts.empty() && !found) {
    std::string names;
    for (const std::string& host : hosts) names += (names.empty() ? "" : ", ") + host;
    check.drift.push_back(
        who +
        (hosts.size() == 1 ? "no endpoint has the host " : "no endpoint has one of the hosts ") +
        names);
  }
  const bool has_stun =
      std::any_of(endpoints.begin(), endpoints.end(), [](const EndpointConfig& endpoint) {
        return !endpoint.egress_only && has_probe(endpoint, "stun");
      });
  if (needs_relay(set) && !has_stun) check.drift.push_back(who + "no endpoint has a stun probe");
}

}  // namespace

ImportResult import_microsoft365(std::span<const ImportFile> files,
                                 const Microsoft365Options& options) {
  Diagnostics diagnostics;
  std::map<std::string, Picked> picked;
  for (const EndpointSet& set : sets_in(files, diagnostics)) {
    if (!is_chosen(set, options)) continue;
    for (const std::string& host : hosts_of(set, options)) pick(host, set, web_probes, picked);
    if (needs_relay(set)) pick(std::string(teams_relay), set, media_probes, picked);
  }
  if (picked.empty() && diagnostics.error_count() == 0) {
    diagnostics.error({0, 0, 0}, {}, "has no endpoint that is worth a probe");
  }
  ImportResult result{{}, diagnostics.errors(), diagnostics.warnings()};
  if (!result.errors.empty()) return result;
  std::vector<std::string> sources;
  for (const ImportFile& file : files) sources.push_back(file.name);
  result.text = generated_header("microsoft365", sources) + "endpoints:\n";
  for (const auto& [host, endpoint] : picked) {
    result.text += "  # " + yaml_comment(endpoint.sets) + "\n  - name: " + host +
                   "\n    host: " + host + "\n    probes: " + std::string(endpoint.probes) + "\n";
  }
  return result;
}

CatalogueCheck check_microsoft365(std::span<const ImportFile> files,
                                  const Microsoft365Options& options,
                                  std::span<const EndpointConfig> endpoints) {
  Diagnostics diagnostics;
  const auto sets = sets_in(files, diagnostics);
  CatalogueCheck check;
  check.errors = diagnostics.errors();
  if (!check.errors.empty()) return check;
  for (const EndpointSet& set : sets) check_set(set, options, endpoints, check);
  for (const EndpointConfig& endpoint : endpoints) {
    if (is_compared(endpoint)) check_endpoint(endpoint, sets, check);
  }
  return check;
}

}  // namespace peeringd
