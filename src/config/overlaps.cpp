#include "config/overlaps.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace peeringd {
namespace {

void report(const PlacedPrefix& first, const PlacedPrefix& second) {
  const Diagnostics& diagnostics = second.node.diagnostics();
  second.node.error(second.prefix.to_string() + " overlaps " + first.prefix.to_string() + " of " +
                    owner_text(first, second) + ", at " + diagnostics.describe(first.node.place()));
}

/// What contains a prefix comes before it, and only others within that come between.
std::vector<std::size_t> by_network(const std::vector<PlacedPrefix>& placed) {
  std::vector<std::size_t> order(placed.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const IpPrefix& left = placed[a].prefix;
    const IpPrefix& right = placed[b].prefix;
    if (left.network() != right.network()) return left.network() < right.network();
    return left.length() < right.length();
  });
  return order;
}

/// The prefixes that contain one another, while all are gone through as by_network() has them.
class Containing {
 public:
  explicit Containing(const std::vector<PlacedPrefix>& placed) : placed_(placed) {}

  /// Adds the next one. Returns the narrowest of those before it that must not contain it.
  std::optional<std::size_t> add(std::size_t next) {
    const bool tied = is_tied(placed_[next]);
    Stack& of_site = by_site_[tied ? placed_[next].site : std::string()];
    std::optional<std::size_t> found = narrowest(tied ? of_site : all_, next);
    if (tied) {
      const auto untied = narrowest(by_site_[""], next);
      if (!found || (untied && length(*untied) > length(*found))) found = untied;
    }
    of_site.push_back(next);
    all_.push_back(next);
    return found;
  }

 private:
  using Stack = std::vector<std::size_t>;

  /// Whether the prefix may occur again at other sites.
  static bool is_tied(const PlacedPrefix& prefix) {
    return !prefix.site.empty() && !private_range(prefix.prefix).empty();
  }

  int length(std::size_t index) const { return placed_[index].prefix.length(); }

  std::optional<std::size_t> narrowest(Stack& stack, std::size_t next) const {
    while (!stack.empty() && !placed_[stack.back()].prefix.overlaps(placed_[next].prefix)) {
      stack.pop_back();
    }
    return stack.empty() ? std::nullopt : std::optional(stack.back());
  }

  const std::vector<PlacedPrefix>& placed_;
  Stack all_;
  std::map<std::string, Stack> by_site_;  // the tied ones, and all others under an empty name
};

}  // namespace

void check_overlaps(const std::vector<PlacedPrefix>& placed) {
  Containing containing(placed);
  for (const std::size_t i : by_network(placed)) {
    if (const auto other = containing.add(i)) {
      const auto [first, second] = std::minmax(i, *other);
      report(placed[first], placed[second]);
    }
  }
}

}  // namespace peeringd
