// Whether prefixes, connections and redundancy groups are up, and the results of connections with
// their reasons.
#include "metrics/deciding_signals.hpp"
#include "metrics/items.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

struct ReachItem {
  const Page& page;
  std::size_t index;

  const Assessment& assessment() const { return page.assessment; }
  WallTime wall_of(MonotonicTime time) const { return page.assessment.instant().wall_of(time); }
};

double timestamp(WallTime time) {
  return to_seconds(time.time_since_epoch());
}

struct ReachOfPrefix : ReachItem {
  const PrefixReach& reach() const { return assessment().reach.prefixes[index]; }
  Labels labels() const {
    const PrefixSnapshot& prefix = page.snapshot.prefixes[index];
    return prefix_labels(*page.snapshot.config, prefix.connection, prefix.prefix);
  }
};

struct ReachOfConnection : ReachItem {
  const ConnectionConfig& config() const { return page.snapshot.config->connections[index]; }
  const AggregateReach& reach() const { return assessment().reach.connections[index]; }
  const AggregateStatus* status() const {
    const auto& connections = assessment().alerts.connections;
    const auto found = connections.find(static_cast<std::uint32_t>(index));
    return found == connections.end() ? nullptr : &found->second;
  }
  Labels labels() const { return {{"connection", config().name}}; }
};

// Groups are few and stored in a map, so all of them form one item.
using Groups = const ReachReport*;

constexpr Metric<ReachOfPrefix> prefix_rows[]{
    {Type::Gauge, "peering_prefix_up",
     "1 if probes from the prefix are answered, 0 if none is or none can be sent. Absent while it "
     "is unknown.",
     [](const ReachOfPrefix& item) { return is_up(item.reach().reach); }},
    {Type::Gauge, "peering_prefix_flapping",
     "1 if the prefix had at least three outages within the last hour, else 0.",
     [](const ReachOfPrefix& item) { return item.reach().flapping; }},
};

constexpr Metric<ReachOfConnection> connection_rows[]{
    {Type::Gauge, "peering_connection_up",
     "1 if any prefix of the connection is up, 0 if none is. Absent while it is unknown.",
     [](const ReachOfConnection& item) { return item.reach().up; }},
    {Type::Gauge, "peering_connection_up_since_timestamp_seconds",
     "Unix time at which peering_connection_up last changed.",
     [](const ReachOfConnection& item) {
       const auto& since = item.reach().since;
       return since ? std::optional(timestamp(item.wall_of(*since))) : std::nullopt;
     }},
    {Type::Gauge, "peering_connection_result_since_timestamp_seconds",
     "Unix time at which peering_connection_test_result last changed.",
     [](const ReachOfConnection& item) {
       const AggregateStatus* status = item.status();
       return status != nullptr ? std::optional(timestamp(item.wall_of(status->overall.since)))
                                : std::nullopt;
     }},
    {Type::Gauge, "peering_connection_result_info",
     "Why the connection has its result, in words, with the figures at the time of the change. "
     "Absent if the result needs no explanation. Always 1.",
     [](Series& out, const ReachOfConnection& item) {
       const AggregateStatus* status = item.status();
       if (status == nullptr || status->reason.empty()) return;
       Labels labels = with(item.labels(), "result", name_of(status->overall.result));
       labels.push_back({"reason", status->reason});
       out.add(std::move(labels), 1.0);
     }},
    {Type::Gauge, "peering_connection_result_signal",
     "Signals that decide the result of the connection: those of its worst prefixes, and down or "
     "no_source if it does not reach the edge. Absent if it passes. Always 1.",
     [](Series& out, const ReachOfConnection& item) {
       const DecidingSignals signals =
           deciding_signals(item.assessment(), static_cast<std::uint32_t>(item.index));
       for (std::size_t i = 0; i < signals.size(); ++i) {
         if (signals[i]) out.add(with(item.labels(), "signal", signal_names[i]), 1.0);
       }
     }},
    {Type::Gauge, "peering_connection_maintenance",
     "1 while the connection is in maintenance, so that its alerts are not sent; else 0.",
     [](const ReachOfConnection& item) { return bool{item.assessment().maintenance[item.index]}; }},
};

constexpr Metric<Groups> group_rows[]{
    {Type::Gauge, "peering_group_up",
     "1 if any connection of the redundancy group is up, 0 if none is. Absent while it is unknown.",
     [](Series& out, const Groups& reach) {
       for (const auto& [group, of_group] : reach->groups) {
         if (of_group.up) out.add({{"redundancy_group", group}}, *of_group.up);
       }
     }},
};

}  // namespace

void append_reach_metrics(Families& families, const Page& page) {
  if (page.has(Detail::prefix)) {
    append<ReachOfPrefix>(families, prefix_rows, page.snapshot.prefixes.size(),
                          [&page](std::size_t i) {
                            return ReachOfPrefix{{page, i}};
                          });
  }
  append<ReachOfConnection>(families, connection_rows, page.rollup.connections.size(),
                            [&page](std::size_t i) {
                              return ReachOfConnection{{page, i}};
                            });
  append<Groups>(families, group_rows, 1, [&page](std::size_t) { return &page.assessment.reach; });
}

}  // namespace peeringd
