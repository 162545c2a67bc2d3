// What a new configuration does to the table.
#include <algorithm>
#include <utility>

#include "routes/apply.hpp"
#include "routes/event_text.hpp"

namespace peeringd {

bool needs_tables(const RoutePlan& from, const RoutePlan& to) {
  if (!std::includes(from.vantages.begin(), from.vantages.end(), to.vantages.begin(),
                     to.vantages.end())) {
    return true;
  }
  return std::any_of(to.prefixes.begin(), to.prefixes.end(),
                     [&from](const MonitoredPrefix& monitored) {
                       const auto index = from.find(monitored.prefix);
                       return !index || !(from.prefixes[*index].prefix == monitored.prefix);
                     });
}

RouteTable adopt(RouteTable old, const RoutePlan& from, const RoutePlan& to, MonotonicTime now) {
  RouteTable table = std::move(old);
  for (std::size_t i = 0; i < from.prefixes.size(); ++i) {
    const MonitoredPrefix& before = from.prefixes[i];
    const auto index = to.find(before.prefix);
    const bool stays = index && to.prefixes[*index].prefix == before.prefix &&
                       to.prefixes[*index].subject == before.subject;
    if (stays) continue;
    for (const auto& [key, anomaly] : table.prefixes[i].raised) {
      table.unpublished.push_back(unmonitored_event(before, key));
    }
  }
  std::vector<PrefixState> prefixes(to.prefixes.size());
  for (std::size_t i = 0; i < to.prefixes.size(); ++i) {
    const auto index = from.find(to.prefixes[i].prefix);
    if (!index || !(from.prefixes[*index].prefix == to.prefixes[i].prefix)) continue;
    prefixes[i] = std::move(table.prefixes[*index]);
    if (from.prefixes[*index].subject == to.prefixes[i].subject) continue;
    prefixes[i].raised.clear();  // the events of another connection
  }
  table.prefixes = std::move(prefixes);
  std::erase_if(table.sessions, [&to](const auto& item) { return !to.monitors(item.first); });
  for (PrefixState& prefix : table.prefixes) {
    std::erase_if(prefix.entries, [&to](const auto& item) { return !to.monitors(item.first.at); });
    std::erase_if(prefix.last_known, [&to](const auto& item) { return !to.monitors(item.first); });
  }
  if (!to.rpki) table.vrps_due.reset();
  if (to.rpki && !from.rpki) table.vrps_due = now + vrp_startup_grace;
  if (needs_tables(from, to)) apply(table, to, SourceChange{RouteSource::bmp, {}, false}, now);
  return table;
}

}  // namespace peeringd
