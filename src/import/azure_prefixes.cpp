#include "import/azure_prefixes.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/percent_encoding.hpp"
#include "base/text.hpp"
#include "import/yaml_text.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_commands = 5;

bool is_verified(const AzurePrefix& prefix) {
  return lower_case(prefix.state) == "verified";
}

std::string remark_of(const AzurePrefix& prefix) {
  if (is_verified(prefix)) return {};
  return prefix.state + (prefix.reason.empty() ? "" : ": " + prefix.reason);
}

/// Orders by family, address and length; Verified ones before others; what is no prefix at the end.
auto order_of(const AzurePrefix& prefix) {
  const auto parsed = IpPrefix::parse_with_host_bits(prefix.prefix);
  const bool invalid = !parsed;
  const IpPrefix value = parsed ? *parsed : IpPrefix();
  return std::tuple(invalid, value.network(), value.length(), prefix.prefix, !is_verified(prefix));
}

}  // namespace

ServicePrefixes::ServicePrefixes(const AzureAnswer& answer, bool all, Diagnostics& diagnostics)
    : answer_(answer), all_(all), diagnostics_(diagnostics) {
  std::map<std::string_view, const AzurePrefix*> by_key;
  for (const AzurePrefix& prefix : answer.prefixes) {
    by_service_[prefix.service_key].push_back(&prefix);
    compare(*by_key.emplace(prefix.key, &prefix).first->second, prefix);
  }
}

// Reports a prefix that two files have with different values.
void ServicePrefixes::compare(const AzurePrefix& first, const AzurePrefix& other) {
  if (first.prefix == other.prefix && first.state == other.state) return;
  diagnostics_.error({other.file, 0, 0}, other.path,
                     "the prefix is " + other.prefix + ", " + other.state + ", but " +
                         first.prefix + ", " + first.state + " at " +
                         diagnostics_.file_name(first.file) + ", " + first.path +
                         "; give the files of one export only");
}

std::vector<ImportedPrefix> ServicePrefixes::take(const AzureService& service,
                                                  const std::string& connection) {
  const auto found = by_service_.find(service.key);
  if (found == by_service_.end()) {
    without_.push_back(&service);
    return {};
  }
  auto prefixes = std::move(found->second);
  by_service_.erase(found);
  std::stable_sort(prefixes.begin(), prefixes.end(),
                   [](const auto* a, const auto* b) { return order_of(*a) < order_of(*b); });
  std::vector<ImportedPrefix> imported;
  for (const AzurePrefix* prefix : prefixes) {
    const bool repeated = !imported.empty() && imported.back().text == prefix->prefix;
    if (repeated) continue;  // several files may have it
    const bool used = (all_ || is_verified(*prefix)) && is_valid(*prefix, connection);
    imported.push_back({prefix->prefix, used, remark_of(*prefix)});
  }
  return imported;
}

bool ServicePrefixes::is_valid(const AzurePrefix& prefix, const std::string& connection) {
  const auto report = [&](const std::string& message) {
    diagnostics_.error({prefix.file, 0, 0}, prefix.path, message);
    return false;
  };
  const auto parsed = IpPrefix::parse(prefix.prefix);
  if (!parsed) return report(parsed.error().message);
  if (const auto range = unusable_range(*parsed); !range.empty()) {
    return report(in_quotes(prefix.prefix) + " cannot belong to a connection (" +
                  std::string(range) + ")");
  }
  used_.push_back({*parsed, connection, &prefix});
  return true;
}

void ServicePrefixes::report_overlaps() {
  std::stable_sort(used_.begin(), used_.end(), [](const Used& a, const Used& b) {
    return std::tuple(a.prefix.network(), a.prefix.length()) <
           std::tuple(b.prefix.network(), b.prefix.length());
  });
  const Used* widest = nullptr;  // of those so far, the one that may contain the next
  for (const Used& used : used_) {
    if (widest == nullptr || !used.prefix.overlaps(widest->prefix)) {
      widest = &used;
      continue;
    }
    diagnostics_.error({used.at->file, 0, 0}, used.at->path,
                       used.prefix.to_string() + " of the connection " +
                           in_quotes(used.connection) + " overlaps " + widest->prefix.to_string() +
                           " of " + in_quotes(widest->connection));
  }
}

// A service without prefixes has an empty list, which does not name the service. If an empty list
// behind a page is needed for a service, the last page of the other list is missing.
void ServicePrefixes::report_missing() {
  if (without_.size() <= answer_.empty_lists) return;
  for (const AzurePage& page : answer_.ended_by_empty_list) {
    diagnostics_.error({page.file, 0, 0}, page.path, page.message);
  }
  if (without_.size() <= answer_.empty_lists + answer_.ended_by_empty_list.size()) return;
  for (std::size_t i = 0; i < std::min(without_.size(), max_commands); ++i) {
    const AzureService& service = *without_[i];
    diagnostics_.error({service.file, 0, 0}, service.path,
                       "the prefixes of the peering service " + in_quotes(service.name) +
                           " are not among the files; add the output of: az rest --method get "
                           "--url 'https://management.azure.com" +
                           percent_encoded(service.id, "/") + "/prefixes?api-version=2022-10-01'");
  }
  if (without_.size() > max_commands) {
    diagnostics_.error({without_.front()->file, 0, 0}, {},
                       "has " + std::to_string(without_.size() - max_commands) +
                           " more peering services without their prefixes; docs/import.md has a "
                           "script for all of them");
  }
}

void ServicePrefixes::report_unmatched() {
  report_overlaps();
  report_missing();
  for (const auto& [key, prefixes] : by_service_) {
    const AzurePrefix& first = *prefixes.front();
    diagnostics_.error({first.file, 0, 0}, first.path,
                       "belongs to the peering service " +
                           in_quotes(key.substr(key.rfind('/') + 1)) +
                           ", which is not among the files; add the output of: az rest --method "
                           "get --url 'https://management.azure.com" +
                           percent_encoded(key, "/") + "?api-version=2022-10-01'");
  }
}

}  // namespace peeringd
