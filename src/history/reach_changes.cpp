#include "history/reach_changes.hpp"

#include <algorithm>
#include <set>

#include "model/config.hpp"

namespace peeringd {
namespace {

Moment seconds_of_wall(WallTime time) {
  return std::max(Moment{}, std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::vector<ReachChange> ReachChanges::changes_of(const Assessment& assessment) {
  const Config& config = assessment.config();
  const Moment now = seconds_of_wall(assessment.wall);
  std::vector<ReachChange> changes;
  std::set<std::string_view> configured;
  for (std::size_t c = 0; c < config.connections.size(); ++c) {
    if (c >= assessment.reach.connections.size()) break;
    const AggregateReach& reach = assessment.reach.connections[c];
    const std::string& name = config.connections[c].name;
    configured.insert(name);
    const State state{reach.up, c < assessment.maintenance.size() && assessment.maintenance[c]};
    Last& last = last_[name];
    if (state == last.state) continue;
    // Down counts from the first lost probe on, which is before it is known.
    const bool reach_changed = state.up != last.state.up && reach.since;
    const Moment since =
        reach_changed ? seconds_of_wall(assessment.instant().wall_of(*reach.since)) : now;
    last = {state, std::clamp(since, std::min(last.time, now), now)};
    changes.push_back({name, std::max(last.time, begins_), state.up, state.maintenance});
  }
  std::erase_if(last_, [&](const auto& each) {
    if (configured.contains(each.first)) return false;
    if (each.second.state != State{}) changes.push_back({each.first, now, std::nullopt, false});
    return true;
  });
  return changes;
}

}  // namespace peeringd
