// Overlays: keys for connections of other files, for what an operator adds by hand to connections
// that a program writes.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.hpp"

namespace peeringd {

/// What one overlay file says about one connection.
struct Overlay {
  Node name;  ///< its key in the overlay
  Node keys;  ///< a map
};

/// By the connection's name, in the order of the files.
using Overlays = std::map<std::string, std::vector<Overlay>, std::less<>>;

/// Reads the files that `node`, the value of `overlays` in `main_file`, names; paths and patterns
/// are those of find_included(). Reports what is no map of connections and keys.
Overlays read_overlays(const Node& node, const std::filesystem::path& main_file);

/// `connection`, an item of `connections`, with the keys of its overlays merged over its own: maps
/// key by key, also those of its prefixes, anything else as a whole. Warns of overlays of prefixes
/// that the connection does not have.
Node with_overlays(const Node& connection, const Overlays& overlays);

/// Where the overlays of a connection are, the one that takes precedence first.
std::vector<ValuePath> overlay_paths(const Overlays& overlays, std::string_view connection);

/// Warns of overlays of connections that are not among `names`.
void check_overlay_names(const Overlays& overlays, std::span<const std::string_view> names);

}  // namespace peeringd
