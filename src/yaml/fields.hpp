// A map of the configuration whose keys are known in advance.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

class Fields {
 public:
  /// Reports what entries() does; a node that is no map has no fields and misses none.
  Fields(const Node& node, std::string_view expected)
      : node_(node), entries_(node.entries(expected)) {}

  const Node& node() const { return node_; }

  /// Says why a key that exists elsewhere is wrong here; empty when it knows nothing of the key.
  using Explain = std::function<std::string(std::string_view key)>;

  /// Reports every key that is not in `known`, with the nearest that is.
  void allow_only(std::span<const std::string_view> known, const Explain& explain = {}) const;

  std::optional<Node> find(std::string_view key) const;

  /// Sets `flag` to what the key says, if it is there and says true or false.
  void read_flag(std::string_view key, bool& flag) const;

  /// As find(); a missing key is reported at the map's place. `meaning` completes "give …".
  std::optional<Node> require(std::string_view key, std::string_view meaning) const;

 private:
  Node node_;
  std::vector<Node::Entry> entries_;
};

}  // namespace peeringd
