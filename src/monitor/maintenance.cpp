#include "monitor/maintenance.hpp"

namespace peeringd {

std::vector<bool> Maintenance::at(const Config& config, WallTime wall) {
  std::erase_if(announced_, [wall](const auto& entry) { return entry.second <= wall; });
  std::map<std::string, bool, std::less<>> known;
  std::vector<bool> result;
  for (const ConnectionConfig& connection : config.connections) {
    const bool now = announced_.contains(connection.name) || is_in_maintenance(connection, wall);
    const auto before = known_.find(connection.name);
    const bool was = before != known_.end() && before->second;
    if (now != was) {
      const char* summary = now ? "maintenance began; its alerts are not sent" : "maintenance ended";
      events_.push_back(Event{now ? EventKind::maintenance_began : EventKind::maintenance_ended,
                              EventLevel::info,
                              {.connection = connection.name},
                              summary});
    }
    known[connection.name] = now;
    result.push_back(now);
  }
  known_ = std::move(known);
  return result;
}

}  // namespace peeringd
