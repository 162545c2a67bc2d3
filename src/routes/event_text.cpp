#include "routes/event_text.hpp"

#include <array>

#include "base/text.hpp"
#include "routes/route_checks.hpp"

namespace peeringd {
namespace {

/// Microsoft's level of an event, which is not the severity of an alert.
enum class PrefixLevel : std::uint8_t { information, warning, error, critical };

constexpr std::array<const char*, 4> level_names{"Information", "Warning", "Error", "Critical"};
constexpr std::array<EventLevel, 4> event_levels{EventLevel::info, EventLevel::warning,
                                                 EventLevel::error, EventLevel::error};

struct AnomalyEvents {
  EventKind raised;
  EventKind cleared;
  PrefixLevel level;
};

/// By AnomalyKind.
constexpr std::array<AnomalyEvents, anomaly_count> kinds{{
    {EventKind::origin_change, EventKind::origin_change_cleared, PrefixLevel::critical},
    {EventKind::backup_origin_change, EventKind::backup_origin_change_cleared, PrefixLevel::error},
    {EventKind::more_specific, EventKind::more_specific_cleared, PrefixLevel::critical},
    {EventKind::upstream_change, EventKind::upstream_change_cleared, PrefixLevel::warning},
    {EventKind::rpki_invalid, EventKind::rpki_invalid_cleared, PrefixLevel::error},
    {EventKind::requirement, EventKind::requirement_cleared, PrefixLevel::warning},
    {EventKind::visibility, EventKind::visibility_cleared, PrefixLevel::warning},
}};

Event make_event(const MonitoredPrefix& monitored, EventKind kind, PrefixLevel level,
                 std::string summary) {
  const auto index = static_cast<std::size_t>(level);
  Event event{kind, event_levels[index], monitored.subject, std::move(summary)};
  event.fields.emplace_back("eventLevel", std::string(level_names[index]));
  return event;
}

void add_vantage(Event& event, const Vantage& at) {
  const bool ris = at.source == RouteSource::ris;
  event.fields.emplace_back("source", std::string(ris ? "ris" : "bmp"));
  event.fields.emplace_back("router", at.router);
  if (!at.peer.is_unspecified()) event.fields.emplace_back("peer", at.peer.to_string());
}

void add_route(Event& event, const AsPath& path, std::optional<AsNumber> origin) {
  event.fields.emplace_back("as_path", to_string(path));
  if (origin) event.fields.emplace_back("origin", std::uint64_t{*origin});
}

std::string path_text(const AsPath& path) {
  const std::string text = to_string(path);
  return text.empty() ? "empty AS path" : "AS path " + text;
}

std::string expected_text(const std::vector<AsNumber>& origins) {
  std::string text;
  for (const AsNumber as : origins) text += (text.empty() ? "AS " : ", ") + std::to_string(as);
  return text;
}

std::string as_text(AsNumber as) {
  return as == 0 ? "an unknown AS" : "AS " + std::to_string(as);
}

/// What is wrong, or was: `announced by AS 64666 instead of AS 64496`.
std::string anomaly_text(const MonitoredPrefix& monitored, const AnomalyKey& key) {
  switch (key.anomaly) {
    case AnomalyKind::origin:
    case AnomalyKind::backup_origin:
      return "announced by " + as_text(key.as) + " instead of " +
             expected_text(monitored.rules.origins);
    case AnomalyKind::more_specific:
      return "more-specific " + key.network.to_string() + " announced by " + as_text(key.as);
    case AnomalyKind::upstream:
      return "route through " + as_text(key.as) + ", which is not an expected upstream";
    case AnomalyKind::rpki_invalid:
      return "route of " + as_text(key.as) + " is RPKI invalid";
    case AnomalyKind::requirement:
      return "announced route breaks a requirement: " + key.detail;
    case AnomalyKind::visibility:
      return "too few RIS peers see the prefix";
  }
  return {};
}

std::string witnesses_text(const AnomalyEvidence& evidence) {
  const AsPath& path = std::get<BgpRoute>(evidence.entry->what).path;
  if (evidence.bmp_witnesses == 0) {
    const std::size_t count = evidence.ris_witnesses.size();
    return "seen by RIS peers of " + counted(count, "AS", "ASes") + " (" + path_text(path) + ')';
  }
  std::string text = "seen " + describe(evidence.at) + " (" + path_text(path) + ')';
  const std::size_t others = evidence.bmp_witnesses - 1;
  if (others != 0) text += " and at " + std::to_string(others) + " more";
  return text;
}

/// The configured origin list may lack an AS that the RPKI allows; a more-specific of one's own is
/// information only.
PrefixLevel level_of(const MonitoredPrefix& monitored, const AnomalyKey& key,
                     const AnomalyEvidence& evidence) {
  if (is_downgraded(key, evidence)) return PrefixLevel::warning;
  if (is_informational(monitored, key)) return PrefixLevel::information;
  return kinds[index_of(key.anomaly)].level;
}

Event end_event(const MonitoredPrefix& monitored, const AnomalyKey& key, const std::string& how) {
  const EventKind kind = kinds[index_of(key.anomaly)].cleared;
  Event event =
      make_event(monitored, kind, PrefixLevel::information, how + anomaly_text(monitored, key));
  event.fields.emplace_back("network", key.network.to_string());
  if (key.as != 0) event.fields.emplace_back("as", std::uint64_t{key.as});
  return event;
}

}  // namespace

std::string describe(const Vantage& at) {
  if (at.source == RouteSource::ris) {
    return "at RIS peer " + at.peer.to_string() + " (" + at.router + ')';
  }
  if (at.view == RouteView::local) return "in the table of " + at.router;
  const char* const direction = at.view == RouteView::out ? " to " : " from ";
  return "on " + at.router + direction + at.peer.to_string();
}

bool is_informational(const MonitoredPrefix& monitored, const AnomalyKey& key) {
  return key.anomaly == AnomalyKind::more_specific && contains(monitored.rules.origins, key.as);
}

bool is_downgraded(const AnomalyKey& key, const AnomalyEvidence& evidence) {
  const bool is_origin =
      key.anomaly == AnomalyKind::origin || key.anomaly == AnomalyKind::backup_origin;
  return is_origin && (evidence.rpki == RpkiState::valid || evidence.awaits_rpki);
}

Event anomaly_event(const MonitoredPrefix& monitored, const AnomalyKey& key,
                    const AnomalyEvidence& evidence, const RouteVisibility& visibility) {
  const auto& kind = kinds[index_of(key.anomaly)];
  const PrefixLevel level = level_of(monitored, key, evidence);
  std::string summary = anomaly_text(monitored, key);
  if (key.anomaly == AnomalyKind::visibility) {
    summary = "only " + std::to_string(visibility.visible) + " of " +
              std::to_string(visibility.known) + " RIS peers see the prefix";
    return make_event(monitored, kind.raised, level, std::move(summary));
  }
  summary += ": " + witnesses_text(evidence);
  if (is_downgraded(key, evidence)) {
    summary += evidence.awaits_rpki ? "; RPKI data is not known yet"
                                    : "; the RPKI allows it: is \"origin\" incomplete?";
  }
  Event event = make_event(monitored, kind.raised, level, std::move(summary));
  const BgpRoute& route = std::get<BgpRoute>(evidence.entry->what);
  add_vantage(event, evidence.at);
  event.fields.emplace_back("network", key.network.to_string());
  add_route(event, route.path, route.origin);
  event.fields.emplace_back("rpki", std::string(name_of(evidence.rpki)));
  event.fields.emplace_back("witnesses",
                            std::uint64_t{evidence.bmp_witnesses + evidence.ris_witnesses.size()});
  return event;
}

Event cleared_event(const MonitoredPrefix& monitored, const AnomalyKey& key) {
  return end_event(monitored, key, "over: ");
}

Event unmonitored_event(const MonitoredPrefix& monitored, const AnomalyKey& key) {
  return end_event(monitored, key, "no longer evaluated: ");
}

Event presence_event(const MonitoredPrefix& monitored, const MonitoredSession& session,
                     const BgpRoute* route, bool session_down) {
  const bool primary = session.role == SessionRole::primary;
  const std::string place = describe(session.at);
  if (route != nullptr) {
    Event event = make_event(
        monitored, primary ? EventKind::prefix_announcement : EventKind::backup_announcement,
        PrefixLevel::information, "route is back " + place + ", " + path_text(route->path));
    add_vantage(event, session.at);
    add_route(event, route->path, route->origin);
    return event;
  }
  Event event = make_event(
      monitored, primary ? EventKind::prefix_withdrawal : EventKind::backup_withdrawal,
      PrefixLevel::warning,
      "route is gone " + place + (session_down ? ": the BGP session ended" : ": withdrawn"));
  add_vantage(event, session.at);
  event.fields.emplace_back("cause", std::string(session_down ? "session_down" : "withdrawn"));
  return event;
}

Event path_event(const MonitoredPrefix& monitored, SessionRole role, const KnownPath& path,
                 std::optional<AsNumber> origin) {
  const bool active = role == SessionRole::primary;
  Event event = make_event(monitored, active ? EventKind::active_path : EventKind::backup_path,
                           PrefixLevel::information,
                           std::string(active ? "active" : "backup") + " route is " +
                               describe(path.at) + ", " + path_text(path.path));
  add_vantage(event, path.at);
  add_route(event, path.path, origin);
  return event;
}

}  // namespace peeringd
