#include <algorithm>

#include "config/prefixes.hpp"

namespace peeringd {
namespace {

std::string owner(const PlacedPrefix& of, const PlacedPrefix& seen_from) {
  if (of.connection == seen_from.connection) return "the same connection";
  if (of.connection_name.empty()) return "another connection";
  return "connection \"" + of.connection_name + "\"";
}

void report(const PlacedPrefix& first, const PlacedPrefix& second) {
  const Diagnostics& diagnostics = second.node.diagnostics();
  second.node.error(second.prefix.to_string() + " overlaps " + first.prefix.to_string() + " of " +
                    owner(first, second) + ", at " + diagnostics.describe(first.node.place()));
}

}  // namespace

void check_overlaps(const std::vector<PlacedPrefix>& placed) {
  // Prefixes overlap only by containing one another. Sorted by network and length, what contains a
  // prefix stands before it, and only others within that stand between.
  std::vector<std::size_t> order(placed.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const IpPrefix& left = placed[a].prefix;
    const IpPrefix& right = placed[b].prefix;
    if (left.network() != right.network()) return left.network() < right.network();
    return left.length() < right.length();
  });
  std::vector<std::size_t> containing;
  for (const std::size_t i : order) {
    while (!containing.empty() && !placed[containing.back()].prefix.overlaps(placed[i].prefix)) {
      containing.pop_back();
    }
    if (!containing.empty()) {
      const auto [first, second] = std::minmax(i, containing.back());
      report(placed[first], placed[second]);
    }
    containing.push_back(i);
  }
}

}  // namespace peeringd
