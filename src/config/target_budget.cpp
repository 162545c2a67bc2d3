#include "config/target_budget.hpp"

#include <algorithm>

#include "model/edge_paths.hpp"

namespace peeringd {
namespace {

// Never too much to be added up: a few of these together are still a number.
constexpr std::uint64_t very_many = std::uint64_t{1} << 60;

std::uint64_t sum(std::uint64_t a, std::uint64_t b) {
  return std::min(a + b, very_many);
}

std::size_t family_index(const PrefixConfig& prefix) {
  if (prefix.automatic()) return 2;
  return prefix.prefix->family() == Family::ipv4 ? 0 : 1;
}

/// A prefix of each kind, as has_path() and is_probed() take them.
std::array<PrefixConfig, 3> examples() {
  std::array<PrefixConfig, 3> prefixes;
  prefixes[0].prefix = IpPrefix::parse("192.0.2.0/24").value();
  prefixes[1].prefix = IpPrefix::parse("2001:db8::/32").value();
  return prefixes;
}

}  // namespace

void TargetBudget::Cost::add(const Cost& more) {
  targets = sum(targets, more.targets);
  samples = sum(samples, more.samples);
}

TargetBudget::TargetBudget(const std::vector<EndpointConfig>& endpoints, Duration window) {
  const auto prefixes = examples();
  for (const EndpointConfig& endpoint : endpoints) {
    ByFamily& costs = of_endpoint_.emplace_back();
    for (std::size_t family = 0; family < prefixes.size(); ++family) {
      for (const ProbeConfig& probe : endpoint.probes) {
        if (!is_probed(prefixes[family], endpoint, probe)) continue;
        costs[family].add({1, probes_in(window, probe)});
      }
      of_all_[family].add(costs[family]);
    }
  }
}

bool TargetBudget::admit(const Node& node, const ConnectionConfig& connection,
                         const std::optional<std::vector<std::size_t>>& endpoints) {
  ByFamily costs = of_all_;
  if (endpoints) {
    costs = {};
    for (const std::size_t index : *endpoints) {
      for (std::size_t family = 0; family < costs.size(); ++family) {
        costs[family].add(of_endpoint_[index][family]);
      }
    }
  }
  Cost cost;
  for (const PrefixConfig& prefix : connection.prefixes) cost.add(costs[family_index(prefix)]);
  return admit(node, connection.site, cost);
}

bool TargetBudget::admit(const Node& node, const std::string& site, std::uint64_t targets) {
  return admit(node, site, Cost{std::min(targets, very_many), 0});
}

TargetBudget::Cost TargetBudget::used_at(const std::string& site) const {
  const auto everywhere = used_.find("");
  Cost used = everywhere == used_.end() ? Cost{} : everywhere->second;
  used.add(site.empty() ? fullest_site_ : used_.at(site));
  return used;
}

bool TargetBudget::admit(const Node& node, const std::string& site, const Cost& cost) {
  Cost& of_site = used_[site];
  of_site.add(cost);
  all_.add(cost);
  if (!site.empty()) {
    fullest_site_.targets = std::max(fullest_site_.targets, of_site.targets);
    fullest_site_.samples = std::max(fullest_site_.samples, of_site.samples);
  }
  const Cost used = used_at(site);
  const bool at_site = used.targets > max_targets;
  const bool too_many = at_site || all_.targets > max_targets_of_all_sites;
  if (!too_many && used.samples <= max_window_samples) return true;
  if (!reported_) {
    const std::uint64_t limit = at_site ? max_targets : max_targets_of_all_sites;
    node.error(too_many ? "with this there are more than " + std::to_string(limit) +
                              (at_site ? " targets" : " targets at all sites") +
                              " (prefixes of connections, times endpoints, times probes); "
                              "name fewer endpoints in each connection, or use several daemons"
                        : "with this the windows of all targets hold more than " +
                              std::to_string(max_window_samples) +
                              " samples; shorten probing.window, lengthen intervals, or name fewer "
                              "endpoints in each connection");
  }
  reported_ = true;
  return false;
}

}  // namespace peeringd
