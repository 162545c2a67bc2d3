#include "assessment/persistent_state_text.hpp"

#include <span>
#include <utility>
#include <vector>

#include "assessment/state_lines.hpp"
#include "model/config.hpp"
#include "model/event.hpp"

namespace peeringd {
namespace {

constexpr std::string_view first_line = "peeringd state 1";

bool read_outage(std::span<const std::string_view> fields, PersistentState& state) {
  if (fields.size() != 6) return false;
  const bool down = fields[3] == name_of(Reach::down);
  const auto since = state_time_from(fields[4]);
  if ((!down && fields[3] != name_of(Reach::no_source)) || !since) return false;
  state.outages.push_back({std::string(fields[1]), std::string(fields[2]),
                           down ? Reach::down : Reach::no_source, *since, std::string(fields[5])});
  return true;
}

bool read_maintenance(std::span<const std::string_view> fields, PersistentState& state) {
  if (fields.size() != 3) return false;
  const auto until = state_time_from(fields[2]);
  if (until) state.maintenance.emplace(fields[1], *until);
  return until.has_value();
}

}  // namespace

PersistentState persistent_state_of(const Assessment& assessment) {
  PersistentState state{{}, assessment.announced, {}};
  const Snapshot& snapshot = *assessment.snapshot;
  for (std::size_t i = 0; i < snapshot.prefixes.size(); ++i) {
    const PrefixReach& reach = assessment.reach.prefixes[i];
    if (!reach.is_not_up()) continue;
    const PrefixSnapshot& prefix = snapshot.prefixes[i];
    EventSubject subject = subject_of(*snapshot.config, prefix.connection, prefix.prefix);
    const WallTime since = assessment.instant().wall_of(reach.since);
    state.outages.push_back({std::move(subject.connection), std::move(subject.prefix), reach.reach,
                             std::chrono::floor<std::chrono::milliseconds>(since), reach.problem});
  }
  return state;
}

std::string persistent_state_text(const PersistentState& state, WallTime now) {
  std::string text = std::string(first_line) + "\n" + state_line({"written", state_time_text(now)});
  for (const LastingOutage& outage : state.outages) {
    text +=
        state_line({"outage", outage.connection, outage.prefix, std::string(name_of(outage.reach)),
                    state_time_text(outage.since), outage.problem});
  }
  for (const auto& [connection, until] : state.maintenance) {
    text += state_line({"maintenance", connection, state_time_text(until)});
  }
  return text;
}

std::optional<PersistentState> state_from(std::string_view text, WallTime now) {
  const auto entries = state_entries(text, first_line);
  if (!entries) return {};
  PersistentState state;
  std::optional<WallTime> written;
  for (const std::vector<std::string_view>& fields : *entries) {
    bool understood = false;
    if (fields.front() == "written" && fields.size() == 2) {
      written = state_time_from(fields[1]);
      understood = written.has_value();
    } else if (fields.front() == "outage") {
      understood = read_outage(fields, state);
    } else if (fields.front() == "maintenance") {
      understood = read_maintenance(fields, state);
    }
    if (!understood) return {};
  }
  if (!written) return {};
  // The clock may have been set back: after a start without a network, nothing corrects it.
  const Duration age = now - *written;
  if (age > max_outage_age || age < -max_outage_age) {
    state.outages.clear();
  }
  std::erase_if(state.maintenance, [now](const auto& entry) { return entry.second <= now; });
  return state;
}

}  // namespace peeringd
