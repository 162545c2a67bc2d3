#include "assessment/maintenance.hpp"

namespace peeringd {

std::vector<bool> Maintenance::at(const Config& config, WallTime wall) {
  std::erase_if(announced_, [wall](const auto& entry) { return entry.second <= wall; });
  std::set<std::string, std::less<>> current;
  std::vector<bool> result;
  for (const ConnectionConfig& connection : config.connections) {
    const bool now = announced_.contains(connection.name) || is_in_maintenance(connection, wall);
    if (now != current_.contains(connection.name)) {
      const char* summary =
          now ? "maintenance began; its alerts are not sent" : "maintenance ended";
      events_.push_back(Event{now ? EventKind::maintenance_began : EventKind::maintenance_ended,
                              EventLevel::info,
                              {.connection = connection.name},
                              summary});
    }
    if (now) current.insert(connection.name);
    result.push_back(now);
  }
  current_ = std::move(current);
  return result;
}

}  // namespace peeringd
