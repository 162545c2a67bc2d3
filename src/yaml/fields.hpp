// A map with known keys. There is no list of them: a key is known once a reader has queried it, and
// all others are unknown.
#pragma once

#include <functional>
#include <optional>
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
  // A copy would not see the queries to the other one.
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  const Node& node() const { return node_; }

  /// The value of `key`, which is known from now on. `key` must be a literal.
  std::optional<Node> find(std::string_view key) const;

  /// As find(); a missing key is reported at the map's place. `meaning` completes "give …".
  std::optional<Node> require(std::string_view key, std::string_view meaning) const;

  /// Sets `flag` to what the key says, if it is there and says true or false.
  void read_flag(std::string_view key, bool& flag) const;

  /// Whether the key has been queried.
  bool knows(std::string_view key) const;

  /// Keys that begin with `beginning`, a literal, are for the writer of the document: no reader
  /// asks for them, and they are not reported.
  void ignore_keys(std::string_view beginning) const { ignored_ = beginning; }

  /// Says why a key that exists elsewhere is wrong here; empty when it knows nothing of the key.
  using Explain = std::function<std::string(std::string_view key)>;

  /// Reports every key that has not been queried, with the most similar one that has. To be called
  /// when all have been.
  void report_unknown_keys(const Explain& explain = {}) const;

 private:
  Node node_;
  std::vector<Node::Entry> entries_;
  mutable std::vector<std::string_view> known_;
  mutable std::string_view ignored_;
};

}  // namespace peeringd
