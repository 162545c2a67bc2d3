#include "import/azure_connections.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "import/azure_prefixes.hpp"

namespace peeringd {
namespace {

constexpr std::size_t longest_name = 63;
constexpr std::size_t longest_text = 256;  // of a value in a configuration

void report(const AzureService& service, Diagnostics& diagnostics, std::string message) {
  diagnostics.error({service.file, 0, 0}, service.path, std::move(message));
}

/// The resource group in an ID, or empty.
std::string group_of(const AzureService& service) {
  constexpr std::string_view before = "/resourcegroups/";
  const auto found = service.key.find(before);
  if (found == std::string::npos) return {};
  const auto begin = found + before.size();
  return service.id.substr(begin, service.id.find('/', begin) - begin);
}

/// Whether a configuration can hold the text; reports it if not.
bool is_fit(const AzureService& service, std::string_view text, std::string_view what,
            Diagnostics& diagnostics) {
  if (text.size() <= longest_text && printable(text) == text) return true;
  report(service, diagnostics,
         "has a " + std::string(what) +
             " that a configuration cannot hold: at most 256 bytes "
             "without line breaks and control characters");
  return false;
}

void add_label(ImportedConnection& connection, const AzureService& service,
               const std::string& label, const std::string& value, Diagnostics& diagnostics) {
  if (value.empty() || !is_fit(service, value, label, diagnostics)) return;
  connection.labels.emplace(label, value);
}

ImportedConnection connection_of(const AzureService& service, const LocationCountries& countries,
                                 Diagnostics& diagnostics) {
  ImportedConnection connection;
  connection.name = connection_name(service.name);
  if (connection.name != service.name) {
    add_label(connection, service, "azure_name", service.name, diagnostics);
  }
  if (service.provider.empty()) report(service, diagnostics, "has no peeringServiceProvider");
  if (is_fit(service, service.provider, "provider", diagnostics)) {
    connection.partner = service.provider;
  }
  if (service.location.empty()) {
    report(service, diagnostics, "has no peeringServiceLocation");
  } else if (is_fit(service, service.location, "location", diagnostics)) {
    auto location = countries.find(service.location);
    if (location) {
      connection.location = *std::move(location);
    } else {
      report(service, diagnostics, location.error().message);
    }
  }
  add_label(connection, service, "primary_location", service.primary, diagnostics);
  add_label(connection, service, "backup_location", service.backup, diagnostics);
  const std::string group = group_of(service);
  connection.remarks.push_back("peering service " + in_quotes(service.name) +
                               (group.empty() ? "" : " of the resource group " + in_quotes(group)));
  const std::string& state = service.provisioning_state;
  if (!state.empty() && state != "Succeeded") connection.remarks.push_back("Azure: " + state);
  return connection;
}

/// Reports a service that two files have with different values.
void compare(const AzureService& first, const AzureService& other, Diagnostics& diagnostics) {
  const auto values = [](const AzureService& service) {
    return std::tie(service.name, service.location, service.provider, service.primary,
                    service.backup);
  };
  if (values(first) == values(other)) return;
  report(other, diagnostics,
         "the peering service " + in_quotes(other.name) + " has other values at " +
             diagnostics.file_name(first.file) + ", " + first.path +
             "; give the files of one export only");
}

/// The services by name, each once, although several files may have it.
std::vector<const AzureService*> distinct(const AzureAnswer& answer, Diagnostics& diagnostics) {
  std::map<std::string, const AzureService*> by_key;
  std::map<std::string, const AzureService*> by_name;
  for (const AzureService& service : answer.services) {
    if (const auto [same, is_first] = by_key.emplace(service.key, &service); !is_first) {
      compare(*same->second, service, diagnostics);
      continue;
    }
    const auto [first, is_new] = by_name.emplace(connection_name(service.name), &service);
    if (is_new) continue;
    report(service, diagnostics,
           "the peering service " + in_quotes(service.name) + " becomes the connection " +
               in_quotes(first->first) + ", and so does " + in_quotes(first->second->name) +
               " at " + diagnostics.file_name(first->second->file) + ", " + first->second->path +
               "; import them into different configurations, or rename one");
  }
  std::vector<const AzureService*> services;
  for (const auto& [name, service] : by_name) services.push_back(service);
  return services;
}

}  // namespace

std::string connection_name(std::string_view text) {
  std::string name;
  while (!text.empty() && name.size() < longest_name) {
    const char c = text.front();
    const bool valid = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.' || c == '-';
    name += valid ? c : '-';
    text.remove_prefix(std::max<std::size_t>(utf8_length(text), 1));
  }
  return name;
}

std::vector<ImportedConnection> connections_of(const AzureAnswer& answer,
                                               const AzureImportOptions& options,
                                               Diagnostics& diagnostics) {
  const LocationCountries countries(options.countries, answer.locations);
  ServicePrefixes prefixes(answer, options.all, diagnostics);
  std::vector<ImportedConnection> connections;
  for (const AzureService* service : distinct(answer, diagnostics)) {
    ImportedConnection connection = connection_of(*service, countries, diagnostics);
    connection.prefixes = prefixes.take(*service, connection.name);
    if (!connection.is_used()) {
      diagnostics.warning({service->file, 0, 0}, service->path,
                          "the connection " + in_quotes(connection.name) +
                              " is left out: the peering service has no Verified prefix");
    }
    connections.push_back(std::move(connection));
  }
  prefixes.report_unmatched();
  return connections;
}

}  // namespace peeringd
