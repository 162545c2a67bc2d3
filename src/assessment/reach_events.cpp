#include "assessment/reach_events.hpp"

#include <algorithm>

#include "base/date_time.hpp"
#include "base/duration.hpp"
#include "diagnosis/diagnose.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

class ReachEvents {
 public:
  explicit ReachEvents(const Assessment& assessment)
      : assessment_(assessment), config_(assessment.config()), reach_(assessment.reach) {}

  std::vector<Event> run() {
    for (std::size_t p = 0; p < reach_.prefixes.size(); ++p) note_prefix(p);
    for (std::size_t p = 0; p < reach_.paths.size(); ++p) note_path(p);
    for (std::size_t e = 0; e < reach_.endpoints.size(); ++e) note_endpoint(e);
    for (std::size_t c = 0; c < reach_.connections.size(); ++c) note_connection(c);
    for (const auto& [group, reach] : reach_.groups) note_group(group, reach);
    return std::move(events_);
  }

 private:
  Event& add(EventKind kind, EventLevel level, EventSubject subject, std::string summary) {
    return events_.emplace_back(Event{kind, level, std::move(subject), std::move(summary)});
  }

  std::string since(MonotonicTime time) const {
    return " since " + time_of_day(assessment_.instant().wall_of(time)) + " UTC";
  }

  EventSubject subject_of_prefix(std::size_t index, const std::string& endpoint = {}) const {
    const PrefixSnapshot& prefix = assessment_.snapshot->prefixes[index];
    return subject_of(config_, prefix.connection, prefix.prefix, endpoint);
  }

  void note_prefix(std::size_t index) {
    const PrefixReach& prefix = reach_.prefixes[index];
    if (prefix.flapping_began) {
      add(EventKind::flapping, EventLevel::warning, subject_of_prefix(index),
          "flapping: three outages within an hour");
    }
    if (!prefix.changed) return;
    if (prefix.is_not_up()) {
      std::string why = "no answer";
      if (prefix.is_foreign()) why = "answers are rejected: " + prefix.problem;
      if (prefix.reach == Reach::no_source) why = "no source: " + prefix.problem;
      add(EventKind::prefix_down, EventLevel::debug, subject_of_prefix(index),
          "down: " + why + since(prefix.since))
          .fields = {{"reason", std::string(name_of(prefix.reach))}};
    } else if (prefix.reach == Reach::up && prefix.recovered) {
      add(EventKind::prefix_up, EventLevel::debug, subject_of_prefix(index), "up again");
    }
  }

  // An endpoint that no prefix reaches has an event of its own.
  void note_path(std::size_t index) {
    const PathRollup& path = assessment_.rollup.paths[index];
    if (!reach_.paths[index].changed || reach_.prefixes[path.prefix].reach != Reach::up) return;
    EventSubject subject = subject_of_prefix(path.prefix, config_.endpoints[path.endpoint].name);
    if (reach_.paths[index].down) {
      add(EventKind::endpoint_down, EventLevel::debug, std::move(subject),
          "no answer" + since(reach_.paths[index].since));
    } else {
      add(EventKind::endpoint_up, EventLevel::debug, std::move(subject), "answers again");
    }
  }

  void note_endpoint(std::size_t index) {
    const EndpointReach& endpoint = reach_.endpoints[index];
    if (!endpoint.changed) return;
    EventSubject subject{.endpoint = config_.endpoints[index].name};
    if (!endpoint.down) {
      add(EventKind::endpoint_up, EventLevel::info, std::move(subject), "answers again");
      return;
    }
    add(EventKind::endpoint_down, EventLevel::warning, std::move(subject),
        to_string(diagnose_endpoint(endpoint.prefixes)))
        .fields = {{"likely_cause", std::string("edge")}};
  }

  void note_connection(std::size_t index) {
    const AggregateReach& reach = reach_.connections[index];
    if (!reach.changed) return;
    const ConnectionConfig& config = config_.connections[index];
    EventSubject subject{.connection = config.name};
    if (reach.up != false) return note_recovery(EventKind::connection_up, subject, reach);
    const std::string others = others_up(index);
    std::string summary = "down: " + reach.reason + since(*reach.since);
    if (!reach.diagnosis.empty()) summary += " (" + reach.diagnosis + ")";
    // After a start, the first answers may be a second away. If they do not come, the group is
    // down.
    const bool last = others.empty() && !others_may_be_up(index);
    if (!others.empty()) {
      summary += "; " + others + " of the same group is up";
    } else if (!last) {
      summary += "; it is not known yet whether another connection of its group is up";
    } else if (!config.redundancy_group.empty()) {
      summary += "; no other connection of its group is up";
    }
    Event& event = add(EventKind::connection_down, last ? EventLevel::error : EventLevel::warning,
                       std::move(subject), std::move(summary));
    event.fields = {{"reason", reach.reason}, {"diagnosis", reach.diagnosis}};
    add_paths(event.fields, index);
  }

  // Adds where the path of the first traced prefix ends now, and where it led before.
  void add_paths(std::vector<EventField>& fields, std::size_t connection) const {
    const ConnectionRollup& rolled = assessment_.rollup.connections[connection];
    const std::size_t last = std::min(rolled.last, assessment_.traces.size());
    for (std::size_t p = rolled.first; p < last; ++p) {
      const PrefixTraces& traces = assessment_.traces[p];
      const PrefixReach& prefix = reach_.prefixes[p];
      if (!prefix.is_not_up() || !traces.now || traces.now->ended_at <= prefix.since) continue;
      fields.emplace_back("path_now", to_string(*traces.now));
      if (traces.before) fields.emplace_back("path_before", to_string(*traces.before));
      return;
    }
  }

  void note_group(const std::string& group, const AggregateReach& reach) {
    if (!reach.changed) return;
    EventSubject subject{.group = group};
    if (reach.up != false) return note_recovery(EventKind::group_up, subject, reach);
    add(EventKind::group_down, EventLevel::error, std::move(subject),
        "down: " + reach.reason + since(*reach.since));
  }

  void note_recovery(EventKind kind, EventSubject subject, const AggregateReach& reach) {
    if (reach.up != true) return;  // not known, for example after a reload
    add(kind, EventLevel::info, std::move(subject),
        "up again after " + sentence_duration(reach.lasted))
        .fields = {{"lasted_seconds", to_seconds(reach.lasted)}};
  }

  bool share_a_group(std::size_t a, std::size_t b) const {
    const std::string& group = config_.connections[a].redundancy_group;
    return a != b && !group.empty() && config_.connections[b].redundancy_group == group;
  }

  std::string others_up(std::size_t index) const {
    std::string names;
    for (std::size_t c = 0; c < config_.connections.size(); ++c) {
      if (!share_a_group(index, c) || reach_.connections[c].up != true) continue;
      names += (names.empty() ? "" : ", ") + config_.connections[c].name;
    }
    return names;
  }

  bool others_may_be_up(std::size_t index) const {
    for (std::size_t c = 0; c < config_.connections.size(); ++c) {
      const AggregateReach& other = reach_.connections[c];
      if (share_a_group(index, c) && !other.up && !other.warm) return true;
    }
    return false;
  }

  const Assessment& assessment_;
  const Config& config_;
  const ReachReport& reach_;
  std::vector<Event> events_;
};

}  // namespace

std::vector<Event> reach_events_of(const Assessment& assessment) {
  return ReachEvents(assessment).run();
}

}  // namespace peeringd
