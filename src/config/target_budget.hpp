// The limit on targets and samples of a host, checked while the configuration is read: a few lines
// can name a billion targets.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/connection_config.hpp"
#include "model/endpoint_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Of one host. Two and a half times the largest number measured; some 700 MB.
inline constexpr std::uint64_t max_targets = 250'000;

/// Of all sites in one configuration, of which a host runs one.
inline constexpr std::uint64_t max_targets_of_all_sites = 40 * max_targets;

/// What the windows of all targets hold together; 1 GB.
inline constexpr std::uint64_t max_window_samples = 250'000'000;

class TargetBudget {
 public:
  /// `endpoints` are those of all files.
  TargetBudget(const std::vector<EndpointConfig>& endpoints, Duration window);

  /// Counts the targets from `connection` (only `site` and `prefixes` are read) to the endpoints
  /// with these indexes, or to all. A connection without a site counts at every site. The first
  /// time the limit is exceeded, reports it at `node`. Returns false if it is exceeded; the caller
  /// must then not create these targets.
  bool admit(const Node& node, const ConnectionConfig& connection,
             const std::optional<std::vector<std::size_t>>& endpoints);

  /// Adds `count` targets at `site` whose windows hold few samples.
  bool admit(const Node& node, const std::string& site, std::uint64_t count);

 private:
  struct Cost {
    std::uint64_t targets = 0;
    std::uint64_t samples = 0;

    void add(const Cost& more);
  };
  using ByFamily = std::array<Cost, 3>;  ///< of a prefix: IPv4, IPv6, auto

  bool admit(const Node& node, const std::string& site, const Cost& cost);
  /// What the hosts of `site` run; of the fullest site, if it is empty.
  Cost used_at(const std::string& site) const;

  std::vector<ByFamily> of_endpoint_;
  ByFamily of_all_;
  std::map<std::string, Cost> used_;  // by site; of every host under an empty one
  Cost fullest_site_;                 // each figure by itself
  Cost all_;
  bool reported_ = false;
};

}  // namespace peeringd
