// An event: a prefix lost its source, a different PoP answers, a result changed, a reload was
// refused. Events are logged, kept in memory for a while (event/recent_events.hpp), and listed at
// /api/v1/events.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "model/tier.hpp"

namespace peeringd {

/// Later versions add kinds. None is removed, and none changes its meaning.
enum class EventKind : std::uint8_t {
  started,                ///< the daemon began to probe
  reload_accepted,        ///< a new configuration was loaded
  reload_refused,         ///< the new configuration has errors; the previous one remains
  source_found,           ///< a prefix has a source, or a different one
  source_lost,            ///< a prefix has no address to send probes from
  address_changed,        ///< the name of an endpoint resolves to a different address
  resolve_failed,         ///< names of endpoints do not resolve
  resolve_restored,       ///< names of endpoints resolve again
  pop_changed,            ///< a different edge PoP answers
  egress_mismatch,        ///< the far side sees probes come from outside the prefix
  egress_restored,        ///< the far side sees probes come from inside the prefix again
  result_changed,         ///< the result of a signal, a connection or a redundancy group changed
  host_suspended,         ///< the host was suspended; probes in flight are inconclusive
  host_late,              ///< the probing loop was late; it may have skipped probes
  prefix_down,            ///< a prefix no longer reaches the edge
  prefix_up,              ///< the prefix reaches the edge again
  connection_down,        ///< no prefix of a connection reaches the edge
  connection_up,          ///< a prefix of the connection reaches the edge again
  group_down,             ///< no connection of a redundancy group reaches the edge
  group_up,               ///< a connection of the group reaches the edge again
  endpoint_down,          ///< an endpoint no longer answers, while others do
  endpoint_up,            ///< the endpoint answers again
  flapping,               ///< a prefix had three outages within an hour
  clock_stepped,          ///< the wall clock was set
  clock_unsynchronised,   ///< nothing keeps the wall clock synchronised
  clock_synchronised,     ///< the wall clock is synchronised again
  edge_location_changed,  ///< another of the expected locations serves a prefix, or none does
  maintenance_began,      ///< announced maintenance of a connection began
  maintenance_ended,      ///< maintenance of a connection ended
  answers_dropped,        ///< answers were lost because a receive buffer was full
  large_packets_lost,     ///< HTTPS stalls, and large packets of a prefix are lost
  large_packets_pass,     ///< HTTPS of the prefix is answered again

  // Of routes, with the names of Microsoft where it has one.
  prefix_announcement,           ///< a primary session shows the prefix again
  prefix_withdrawal,             ///< a primary session no longer shows the prefix
  backup_announcement,           ///< the same of a backup session
  backup_withdrawal,             ///< the same of a backup session
  active_path,                   ///< the route in use: at the start, and when it changes
  backup_path,                   ///< the backup route: at the start, and when it changes
  origin_change,                 ///< another AS announces the prefix
  origin_change_cleared,         ///< it no longer does
  backup_origin_change,          ///< the same on a backup session
  backup_origin_change_cleared,  ///< it no longer does
  more_specific,                 ///< a more-specific of the prefix is announced
  more_specific_cleared,         ///< it no longer is
  upstream_change,               ///< an unexpected AS stands next to the origin
  upstream_change_cleared,       ///< it no longer does
  rpki_invalid,                  ///< the RPKI does not allow a route of the prefix
  rpki_invalid_cleared,          ///< no such route is left
  requirement,                   ///< an announced route breaks a rule of Peering Service
  requirement_cleared,           ///< it no longer does
  visibility,          ///< fewer RIS peers see the prefix than `route_visibility` requires
  visibility_cleared,  ///< enough of them see it again
};

/// The names in the member `kind` of the API and the log, indexed by EventKind.
inline constexpr std::array<std::string_view, 52> event_kind_names{
    "started",
    "reload_accepted",
    "reload_refused",
    "source_found",
    "source_lost",
    "address_changed",
    "resolve_failed",
    "resolve_restored",
    "pop_changed",
    "egress_mismatch",
    "egress_restored",
    "result_changed",
    "host_suspended",
    "host_late",
    "prefix_down",
    "prefix_up",
    "connection_down",
    "connection_up",
    "group_down",
    "group_up",
    "endpoint_down",
    "endpoint_up",
    "flapping",
    "clock_stepped",
    "clock_unsynchronised",
    "clock_synchronised",
    "edge_location_changed",
    "maintenance_began",
    "maintenance_ended",
    "answers_dropped",
    "large_packets_lost",
    "large_packets_pass",
    "PrefixAnnouncementEvent",
    "PrefixWithdrawalEvent",
    "PrefixBackupRouteAnnouncementEvent",
    "PrefixBackupRouteWithdrawalEvent",
    "PrefixActivePath",
    "PrefixBackupPath",
    "PrefixOriginAsChangeEvent",
    "PrefixOriginAsChangeClearedEvent",
    "PrefixBackupRouteOriginAsChangeEvent",
    "PrefixBackupRouteOriginAsChangeClearedEvent",
    "PrefixMoreSpecificEvent",
    "PrefixMoreSpecificClearedEvent",
    "PrefixUpstreamChangeEvent",
    "PrefixUpstreamChangeClearedEvent",
    "PrefixRpkiInvalidEvent",
    "PrefixRpkiInvalidClearedEvent",
    "PrefixRequirementEvent",
    "PrefixRequirementClearedEvent",
    "PrefixVisibilityEvent",
    "PrefixVisibilityClearedEvent"};
static_assert(!event_kind_names.back().empty(), "a kind has no name");

inline constexpr std::string_view name_of(EventKind kind) {
  return event_kind_names[static_cast<std::size_t>(kind)];
}

enum class EventLevel : std::uint8_t { debug, info, warning, error };

/// The names, indexed by EventLevel.
inline constexpr std::array<std::string_view, 4> event_level_names{"debug", "info", "warning",
                                                                   "error"};

inline constexpr std::string_view name_of(EventLevel level) {
  return event_level_names[static_cast<std::size_t>(level)];
}

/// The subject of an event; members that do not apply are empty. All empty: the daemon or its host.
struct EventSubject {
  std::string connection{};
  std::string prefix{};    ///< PrefixConfig::label
  std::string endpoint{};  ///< EndpointConfig::name
  std::string group{};     ///< redundancy group

  friend bool operator==(const EventSubject&, const EventSubject&) = default;
};

struct Config;

/// The subject for a prefix, or with `endpoint` for the path between the two. `connection` is an
/// index into the configuration, `prefix` an index within the connection.
EventSubject subject_of(const Config& config, std::uint32_t connection, std::uint32_t prefix,
                        const std::string& endpoint = {});

/// `contoso-seattle 203.0.113.0/24 teams`, `redundancy group contoso`; empty for the daemon.
std::string to_string(const EventSubject& subject);

using EventValue = std::variant<std::string, double, std::uint64_t, bool>;

/// A figure of an event, for programs: `from`, `to`, `value`, `threshold`. Its name is lower case
/// with underscores.
using EventField = std::pair<std::string, EventValue>;

struct Event {
  EventKind kind{};
  EventLevel level = EventLevel::info;
  EventSubject subject{};
  std::string summary{};  ///< one line for people, without the subject
  std::vector<EventField> fields{};

  /// The id and the time are set when the event is published. Ids rise, also over restarts of the
  /// daemon: microseconds since 1970, or the id of the event before plus one.
  std::uint64_t id = 0;
  WallTime time{};
};

/// The event in one line of the log: `SUBJECT: SUMMARY`.
std::string to_string(const Event& event);

/// The second in which it was published.
Moment moment_of(const Event& event);

/// The text of a field; empty if there is none.
std::string text_field(const Event& event, std::string_view name);

/// The largest EventQuery::limit.
inline constexpr std::size_t max_events_listed = 500;

/// A filter for events. A member that is not set does not restrict the result.
struct EventQuery {
  std::optional<std::uint64_t> before{};  ///< only events with a lower id
  std::size_t limit = 50;                 ///< 1 … max_events_listed
  std::optional<std::string> connection{};
  std::optional<std::string> prefix{};
  std::optional<EventKind> kind{};
};

struct EventPage {
  std::vector<Event> events;          ///< newest first
  std::optional<std::uint64_t> next;  ///< `before` of the page that follows; none: this is the last
};

/// Publishes an event. Any thread.
using EventSink = std::function<void(Event)>;

/// Does nothing where `sink` is null.
inline void publish(const EventSink& sink, Event event) {
  if (sink) sink(std::move(event));
}

}  // namespace peeringd
