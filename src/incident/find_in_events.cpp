#include "incident/find_in_events.hpp"

#include <algorithm>
#include <set>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

std::optional<std::chrono::seconds> lasted(const Event& event) {
  for (const auto& [name, value] : event.fields) {
    if (name != "lasted_seconds") continue;
    if (const auto* seconds = std::get_if<double>(&value)) {
      return std::chrono::seconds(static_cast<std::int64_t>(*seconds));
    }
  }
  return std::nullopt;
}

class EventSearch {
 public:
  EventSearch(std::span<const HistorySpan> runs, EarlierIncidents earlier)
      : runs_(runs),
        found_(std::move(earlier.incidents)),
        in_maintenance_(std::move(earlier.in_maintenance)) {
    for (Incident& incident : found_) {
      known_ends_.push_back(incident.to);
      // The event that has ended it comes again.
      if (incident.to && *incident.to >= earlier.events_from) incident.to.reset();
    }
  }

  void add(const Event& event) {
    switch (event.kind) {
      case EventKind::connection_down:
      case EventKind::prefix_down:
        begin(IncidentKind::outage, event, text_field(event, "reason"));
        break;
      case EventKind::connection_up:
      case EventKind::prefix_up:
        end_outage(event);
        break;
      case EventKind::egress_mismatch:
        begin(IncidentKind::egress_mismatch, event, text_field(event, "address"));
        break;
      case EventKind::egress_restored:
        if (Incident* open = find_open(IncidentKind::egress_mismatch, event)) {
          open->to = moment_of(event);
        }
        break;
      case EventKind::pop_changed:
        change_pop(event);
        break;
      case EventKind::maintenance_began:
        in_maintenance_.insert(event.subject.connection);
        break;
      case EventKind::maintenance_ended:
        in_maintenance_.erase(event.subject.connection);
        break;
      default:
        break;
    }
  }

  std::vector<Incident> take() {
    // Something other than an event may have ended it.
    for (std::size_t i = 0; i < known_ends_.size(); ++i) {
      if (!found_[i].to) found_[i].to = known_ends_[i];
    }
    for (Incident& incident : found_) {
      if (incident.kind == IncidentKind::egress_mismatch && !incident.to) {
        incident.to = end_of_run(incident.from);
      }
    }
    std::erase_if(found_, [this](const Incident& incident) { return is_part(incident); });
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Incident& a, const Incident& b) { return a.from < b.from; });
    return std::move(found_);
  }

 private:
  Incident* find_open(IncidentKind kind, const Event& event) {
    for (auto incident = found_.rbegin(); incident != found_.rend(); ++incident) {
      if (incident->kind == kind && !incident->to &&
          incident->connection == event.subject.connection &&
          incident->prefix == event.subject.prefix) {
        return &*incident;
      }
    }
    return nullptr;
  }

  Incident& begin(IncidentKind kind, const Event& event, std::string detail) {
    if (Incident* open = find_open(kind, event)) return *open;
    Incident incident{.kind = kind,
                      .connection = event.subject.connection,
                      .prefix = event.subject.prefix,
                      .from = moment_of(event),
                      .detail = std::move(detail)};
    incident.maintenance = in_maintenance_.contains(incident.connection);
    return found_.emplace_back(std::move(incident));
  }

  // The event says how long it was, which begins before the outage was noticed. Its begin may be
  // older than the events.
  void end_outage(const Event& event) {
    Incident* open = find_open(IncidentKind::outage, event);
    if (open == nullptr) {
      if (!lasted(event)) return;
      open = &begin(IncidentKind::outage, event, {});
    }
    open->to = moment_of(event);
    if (const auto duration = lasted(event)) {
      open->from = std::min(open->from, *open->to - *duration);
    }
  }

  void change_pop(const Event& event) {
    const std::string from = text_field(event, "from");
    const std::string to = text_field(event, "to");
    for (auto known = found_.rbegin(); known != found_.rend(); ++known) {
      if (known->kind != IncidentKind::pop_change || known->to ||
          known->connection != event.subject.connection || known->prefix != event.subject.prefix) {
        continue;
      }
      if (known->detail.starts_with(to + " to ")) {
        known->to = moment_of(event);
        return;
      }
      if (moment_of(event) - known->from <= 1h) {
        auto& endpoints = known->endpoints;
        if (std::ranges::count(endpoints, event.subject.endpoint) == 0) {
          endpoints.push_back(event.subject.endpoint);
        }
        return;
      }
      known->to = moment_of(event);
      break;
    }
    // The other endpoints of a change that has just ended follow within seconds.
    for (const Incident& known : found_) {
      if (known.kind == IncidentKind::pop_change && known.to &&
          known.prefix == event.subject.prefix && moment_of(event) - *known.to <= 1h &&
          known.detail.starts_with(to + " to ")) {
        return;
      }
    }
    begin(IncidentKind::pop_change, event, from + " to " + to).endpoints = {event.subject.endpoint};
  }

  std::optional<Moment> end_of_run(Moment time) const {
    for (std::size_t i = 0; i + 1 < runs_.size(); ++i) {
      if (runs_[i].from <= time && time <= runs_[i].to) return runs_[i].to;
    }
    return std::nullopt;
  }

  // An outage of a prefix within one of its connection. Both are noticed at the same assessment.
  bool is_part(const Incident& part) const {
    if (part.kind != IncidentKind::outage || part.prefix.empty()) return false;
    return std::any_of(found_.begin(), found_.end(), [&](const Incident& whole) {
      return whole.kind == IncidentKind::outage && whole.prefix.empty() &&
             whole.connection == part.connection && whole.from <= part.from + 5min &&
             part.from <= whole.to.value_or(Moment::max());
    });
  }

  std::span<const HistorySpan> runs_;
  std::vector<Incident> found_;
  std::vector<std::optional<Moment>> known_ends_;  // of the first ones, which are earlier
  std::set<std::string, std::less<>> in_maintenance_;
};

}  // namespace

bool shows_incident(EventKind kind) {
  switch (kind) {
    case EventKind::connection_down:
    case EventKind::connection_up:
    case EventKind::prefix_down:
    case EventKind::prefix_up:
    case EventKind::egress_mismatch:
    case EventKind::egress_restored:
    case EventKind::pop_changed:
    case EventKind::maintenance_began:
    case EventKind::maintenance_ended:
      return true;
    default:
      return false;
  }
}

bool is_found_in_events(IncidentKind kind) {
  return kind == IncidentKind::outage || kind == IncidentKind::egress_mismatch ||
         kind == IncidentKind::pop_change;
}

std::vector<Incident> find_in_events(std::span<const Event> events,
                                     std::span<const HistorySpan> runs, EarlierIncidents earlier) {
  EventSearch search(runs, std::move(earlier));
  for (const Event& event : events) search.add(event);
  return search.take();
}

}  // namespace peeringd
