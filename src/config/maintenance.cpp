#include "config/maintenance.hpp"

#include <algorithm>

#include "base/date_time.hpp"
#include "yaml/fields.hpp"

namespace peeringd {
namespace {

constexpr std::string_view expected_time = "a time like 2026-11-30T22:00:00Z";

std::optional<WallTime> read_time(const std::optional<Node>& node) {
  return node ? node->parse(expected_time, parse_date_time) : std::nullopt;
}

std::optional<MaintenanceWindow> read_window(const Node& node) {
  const Fields fields(node, "a map with from and to");
  const auto from = read_time(fields.require("from", "the beginning of the maintenance"));
  const auto end = fields.require("to", "the end of the maintenance");
  const auto to = read_time(end);
  fields.report_unknown_keys();
  if (!from || !to) return std::nullopt;
  if (*from < *to) return MaintenanceWindow{*from, *to};
  end->error("is not after from; maintenance ends after it has begun");
  return std::nullopt;
}

}  // namespace

std::vector<MaintenanceWindow> read_maintenance(const Node& node) {
  std::vector<MaintenanceWindow> windows;
  for (const Node& item : node.list("a list of maps with from and to")) {
    if (const auto window = read_window(item)) windows.push_back(*window);
  }
  std::stable_sort(windows.begin(), windows.end(),
                   [](const auto& a, const auto& b) { return a.from < b.from; });
  return windows;
}

}  // namespace peeringd
