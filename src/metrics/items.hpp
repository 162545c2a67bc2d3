// The subjects of series (target, path, prefix, connection) and the tables of their metrics.
// Internal to this folder.
#pragma once

#include <span>

#include "metrics/exposition.hpp"
#include "metrics/metric.hpp"
#include "model/assessment.hpp"
#include "model/config.hpp"
#include "model/rollup.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// The data of a page. Items refer to it: `count(page)` is the number of items of a kind, `at(page,
/// index)` returns one.
struct Page {
  explicit Page(const Assessment& of, const DaemonFacts& of_daemon, Detail of_page)
      : assessment(of),
        snapshot(*of.snapshot),
        rollup(of.rollup),
        facts(of_daemon),
        detail(of_page) {}

  /// Whether the page has families that begin at `level`.
  bool has(Detail level) const { return detail >= level; }

  const Assessment& assessment;
  const Snapshot& snapshot;
  const Rollup& rollup;
  const DaemonFacts& facts;
  const Detail detail;
};

struct TargetItem {
  const Snapshot& snapshot;
  const TargetSnapshot& target;
  const Figures& window;
  std::optional<WallTime> last_answer;

  static std::size_t count(const Page& page) { return page.snapshot.targets.size(); }
  static TargetItem at(const Page& page, std::size_t index) {
    const auto& answer = page.assessment.reach.last_answers[index];
    return {page.snapshot, page.snapshot.targets[index], page.rollup.targets[index],
            answer ? std::optional(page.assessment.instant().wall_of(*answer)) : std::nullopt};
  }
  Labels labels() const;
};

/// An endpoint and a prefix that probes it.
struct PathItem {
  const Snapshot& snapshot;
  const PathRollup& path;

  static std::size_t count(const Page& page) { return page.rollup.paths.size(); }
  static PathItem at(const Page& page, std::size_t index) {
    return {page.snapshot, page.rollup.paths[index]};
  }
  const PrefixSnapshot& prefix() const { return snapshot.prefixes[path.prefix]; }
  const EndpointConfig& endpoint() const { return snapshot.config->endpoints[path.endpoint]; }
  Labels labels() const;
};

struct PrefixItem {
  const Snapshot& snapshot;
  const PrefixSnapshot& prefix;
  const PrefixRollup& rollup;
  std::span<const PathRollup> paths;
  Instant instant;  ///< of the snapshot

  static std::size_t count(const Page& page) { return page.rollup.prefixes.size(); }
  static PrefixItem at(const Page& page, std::size_t index) {
    const PrefixRollup& rollup = page.rollup.prefixes[index];
    return {page.snapshot, page.snapshot.prefixes[index], rollup,
            std::span(page.rollup.paths).subspan(rollup.first, rollup.last - rollup.first),
            page.assessment.instant()};
  }
  std::span<const TargetSnapshot> targets() const;
  Labels labels() const;
};

struct ConnectionItem {
  const Snapshot& snapshot;
  std::size_t index;
  const ConnectionRollup& rollup;
  bool with_networks;  ///< show the current network of `auto`, which comes and goes

  static std::size_t count(const Page& page) { return page.rollup.connections.size(); }
  static ConnectionItem at(const Page& page, std::size_t index) {
    return {page.snapshot, index, page.rollup.connections[index], page.has(Detail::all)};
  }
  const ConnectionConfig& config() const { return snapshot.config->connections[index]; }
  Labels labels() const { return {{"connection", config().name}}; }
};

/// The labels `connection` and `prefix`; `prefix` is the index within the connection.
Labels prefix_labels(const Config& config, std::uint32_t connection, std::uint32_t prefix);

/// Adds the site of the connection, if it has one, and the labels that the configuration gives it.
void append_own_labels(Labels& labels, const ConnectionConfig& connection);

extern const Metrics<TargetItem> target_metrics;
extern const Metrics<TargetItem> http_metrics;
extern const Metrics<PrefixItem> prefix_statistics;
extern const Metrics<PrefixItem> egress_metrics;
extern const Metrics<PrefixItem> edge_location_metrics;
extern const Metrics<PrefixItem> source_metrics;
extern const Metrics<PrefixItem> address_infos;
extern const Metrics<PrefixItem> prefix_totals_metrics;
extern const Metrics<PrefixItem> prefix_pop_metrics;
extern const Metrics<ConnectionItem> connection_statistics;
extern const Metrics<ConnectionItem> connection_infos;
extern const Metrics<PathItem> edge_pop_metrics;
extern const Metrics<PathItem> endpoint_infos;

void append_alert_metrics(Families& families, const Page& page);
/// What is up, since when and why it is not.
void append_reach_metrics(Families& families, const Page& page);
void append_daemon_metrics(Families& families, const Page& page);
void append_history_metrics(Families& families, const Page& page);
/// Of the sources of routes.
void append_route_source_metrics(Families& families, const Page& page);
/// Of the routes of prefixes, and their events.
void append_route_metrics(Families& families, const Page& page);
/// Reads /proc/self now.
void append_process_metrics(Families& families, const Page& page);

}  // namespace peeringd
