// The limit on targets and samples of a whole configuration, checked while it is read: a few lines
// can name a thousand million targets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/connection_config.hpp"
#include "model/endpoint_config.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Two and a half times the largest number measured; some 700 MB.
inline constexpr std::uint64_t max_targets = 250'000;

/// What the windows of all targets hold together; 1 GB.
inline constexpr std::uint64_t max_window_samples = 250'000'000;

class TargetBudget {
 public:
  /// `endpoints` are those of all files.
  TargetBudget(const std::vector<EndpointConfig>& endpoints, Duration window);

  /// Counts the targets of a connection with these prefixes, to the endpoints with these indexes or
  /// to all. The first time that there are too many it reports that at `node`. False: there are too
  /// many, and nothing should be made of these.
  bool admit(const Node& node, const std::vector<PrefixConfig>& prefixes,
             const std::optional<std::vector<std::size_t>>& endpoints);

  /// Adds `count` targets whose windows hold few samples.
  bool admit(const Node& node, std::uint64_t targets);

 private:
  struct Cost {
    std::uint64_t targets = 0;
    std::uint64_t samples = 0;

    void add(const Cost& more);
  };
  using ByFamily = std::array<Cost, 3>;  ///< of a prefix: IPv4, IPv6, auto

  bool admit(const Node& node, const Cost& cost);

  std::vector<ByFamily> of_endpoint_;
  ByFamily of_all_;
  Cost used_;
  bool reported_ = false;
};

}  // namespace peeringd
