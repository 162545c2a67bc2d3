#include "assessment/observation_events.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

bool is_paused(const std::optional<MonotonicTime>& last_event, MonotonicTime now) {
  return last_event && now - *last_event < ObservationEvents::pause;
}

std::string pop_summary(const std::string& from, const std::string& to, std::uint64_t changes) {
  const std::string count = counted(changes, "change");
  if (from == to) return "PoP " + to + " answers again, after " + count;
  return "PoP " + to + " answers; previously " + from +
         (changes > 1 ? " (" + count + ")" : std::string());
}

}  // namespace

std::vector<Event> ObservationEvents::events_of(const Assessment& assessment) {
  std::vector<Event> events;
  old_pops_ = std::exchange(pops_, {});
  old_egress_ = std::exchange(egress_, {});
  old_locations_ = std::exchange(locations_, {});
  for (const PathRollup& path : assessment.rollup.paths) note_pop(assessment, path, events);
  for (std::size_t p = 0; p < assessment.rollup.prefixes.size(); ++p) {
    note_egress(assessment, p, events);
    note_location(assessment, p, events);
  }
  return events;
}

void ObservationEvents::note_pop(const Assessment& assessment, const PathRollup& path,
                                 std::vector<Event>& events) {
  const PrefixSnapshot& prefix = assessment.snapshot->prefixes[path.prefix];
  EventSubject subject = subject_of(assessment.config(), prefix.connection, prefix.prefix,
                                    assessment.config().endpoints[path.endpoint].name);
  const std::string key = to_string(subject);
  auto known_before = old_pops_.extract(key);
  if (!known_before.empty()) pops_.insert(std::move(known_before));
  if (!path.pop.current) return;
  const std::string& code = path.pop.current->code;
  Pop& known = pops_.try_emplace(key, Pop{code, path.pop.changes, {}}).first->second;
  // A reload that changes a path resets its counter.
  if (path.pop.changes < known.changes) known.changes = path.pop.changes;
  // If the probes of a path permanently reach different PoPs, the counter does not change.
  const std::uint64_t changes = path.pop.changes - known.changes;
  const MonotonicTime now = assessment.snapshot->taken_at;
  std::erase_if(known.last_event_by_pop,
                [now](const auto& entry) { return now - entry.second >= pause; });
  if (changes == 0 || known.last_event_by_pop.contains(code)) return;
  Event event{EventKind::pop_changed, EventLevel::info, std::move(subject),
              pop_summary(known.code, code, changes)};
  event.fields = {{"from", known.code}, {"to", code}, {"changes", changes}};
  events.push_back(std::move(event));
  known.code = code;
  known.changes = path.pop.changes;
  known.last_event_by_pop[code] = now;
}

void ObservationEvents::note_egress(const Assessment& assessment, std::size_t prefix,
                                    std::vector<Event>& events) {
  const PrefixEgress& seen = assessment.rollup.prefixes[prefix].egress;
  const PrefixSnapshot& of = assessment.snapshot->prefixes[prefix];
  EventSubject subject = subject_of(assessment.config(), of.connection, of.prefix);
  const std::string key = to_string(subject);
  auto known_before = old_egress_.extract(key);
  if (!known_before.empty()) egress_.insert(std::move(known_before));
  if (!seen.address) return;
  Egress& known = egress_[key];
  const MonotonicTime now = assessment.snapshot->taken_at;
  if (known.inside_prefix == seen.inside_prefix || is_paused(known.at, now)) return;
  known = {seen.inside_prefix, now};
  const std::string address = seen.address->to_string();
  Event event{EventKind::egress_restored, EventLevel::info, std::move(subject),
              "probes leave from " + address + ", inside the prefix again"};
  if (!seen.inside_prefix) {
    event.kind = EventKind::egress_mismatch;
    event.level = EventLevel::warning;
    event.summary = "probes leave from " + address + ", outside the prefix";
  }
  event.fields = {{"address", address}, {"network", of.choice.network}};
  events.push_back(std::move(event));
}

void ObservationEvents::note_location(const Assessment& assessment, std::size_t prefix,
                                      std::vector<Event>& events) {
  const PrefixSnapshot& of = assessment.snapshot->prefixes[prefix];
  EventSubject subject = subject_of(assessment.config(), of.connection, of.prefix);
  const std::string key = to_string(subject);
  auto known_before = old_locations_.extract(key);
  const auto& location = assessment.rollup.prefixes[prefix].edge_location;
  if (!location) {
    if (!known_before.empty()) locations_.insert(std::move(known_before));
    return;
  }
  locations_[key] = *location;
  // The first location is an event only if it is not the expected one.
  const EdgeLocation before = known_before.empty() ? EdgeLocation::primary : known_before.mapped();
  if (before == *location) return;
  const std::string from(edge_location_names[static_cast<std::size_t>(before)]);
  const std::string to(edge_location_names[static_cast<std::size_t>(*location)]);
  const bool elsewhere = *location == EdgeLocation::other;
  Event event{EventKind::edge_location_changed, elsewhere ? EventLevel::warning : EventLevel::info,
              std::move(subject),
              elsewhere ? "served by neither the primary nor the backup location"
                        : "served by the " + to + " location"};
  event.fields = {{"from", from}, {"to", to}};
  events.push_back(std::move(event));
}

}  // namespace peeringd
