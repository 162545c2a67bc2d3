#include "fleet/promql_queries.hpp"

#include <fmt/format.h>

#include "base/percent_encoding.hpp"

namespace peeringd {
namespace {

constexpr std::string_view connection_names =
    "peering_connection_(info|up|test_result|window_rtt_seconds|window_loss_ratio"
    "|window_jitter_seconds|up_since_timestamp_seconds|result_since_timestamp_seconds"
    "|result_signal|maintenance)|peering_group_(up|test_result)";

constexpr std::string_view prefix_names =
    "peering_prefix_(window_rtt_seconds|window_loss_ratio|window_jitter_seconds|up|test_result"
    "|source_up|flapping|edge_pop_info|edge_location_info)|peering_alert_active";

constexpr std::string_view daemon_names =
    "up|peeringd_(build_info|targets|receive_drops_total|config_last_reload_successful)";

constexpr std::string_view spark_names =
    "peering_prefix_window_rtt_seconds|peering_prefix_probes_sent_total";

constexpr std::string_view report_names =
    "peering_prefix_rtt_seconds_bucket|peering_prefix_probes_(sent|received|lost|inconclusive)_"
    "total"
    "|peering_prefix_(test_result|source_up)";

/// How long a store repeats the last value of a series that gets no samples.
constexpr std::chrono::seconds repeated_for = std::chrono::minutes{5};

std::string selector(std::string_view names, const std::string& matchers) {
  return fmt::format("{{__name__=~\"{}\",{}}}", names, matchers);
}

std::string job_matcher(const std::string& job) {
  return "job=" + promql_string(job);
}

PromQuery last_seen_within(std::string_view range, const std::string& job) {
  return {fmt::format("max_over_time(timestamp(peering_connection_info{{{}}})[{}])",
                      job_matcher(job), range)};
}

std::int64_t unix_of(Moment time) {
  return time.time_since_epoch().count();
}

}  // namespace

std::string target_of(const PromQuery& query, std::chrono::milliseconds timeout) {
  const std::string text = percent_encoded(query.expression);
  // VictoriaMetrics: a cached range has nothing that a branch sends late.
  std::string rest = fmt::format("&timeout={}ms&nocache=1", timeout.count());
  if (query.grid) {
    return fmt::format("/api/v1/query_range?query={}&start={}&end={}&step={}{}", text,
                       unix_of(query.grid->from), unix_of(query.at.value_or(query.grid->to)),
                       query.grid->step.count(), rest);
  }
  if (query.at) rest += fmt::format("&time={}", unix_of(*query.at));
  return fmt::format("/api/v1/query?query={}{}", text, rest);
}

std::vector<PromQuery> current_queries(const std::string& job) {
  const std::string matcher = job_matcher(job);
  return {{selector(connection_names, matcher)},
          {selector(prefix_names, matcher + ",endpoint=\"\"")},
          {selector(daemon_names, matcher)}};
}

PromQuery recorded_inventory_query(const std::string& job) {
  return {fmt::format("fleet:connection_last_seen{{{}}}", job_matcher(job))};
}

PromQuery week_inventory_query(const std::string& job) {
  return last_seen_within("7d:10m", job);
}

PromQuery recent_inventory_query(const std::string& job) {
  return last_seen_within("30m:30s", job);
}

std::vector<PromQuery> spark_queries(const std::string& job, const HistoryGrid& grid) {
  const std::string matcher = job_matcher(job);
  return {{selector(spark_names, matcher), grid},
          {fmt::format("sum without (reason) (peering_prefix_probes_lost_total{{{}}})", matcher),
           grid}};
}

std::vector<PromQuery> report_queries(const std::string& job, const std::string& instance,
                                      std::span<const std::string> connections,
                                      const std::string& prefix, const HistoryGrid& grid) {
  std::string names;
  for (const std::string& name : connections)
    names += (names.empty() ? "" : "|") + regex_literal(name);
  std::string matchers = job_matcher(job) + ",instance=" + promql_string(instance) +
                         ",connection=~" + promql_string(names);
  if (!prefix.empty()) matchers += ",prefix=" + promql_string(prefix);
  std::vector<PromQuery> queries{{selector(report_names, matchers), grid}};
  if (grid.step < repeated_for) {
    // A second less than a point, since Prometheus 2 counts a sample at its beginning as well.
    queries.push_back({fmt::format("count_over_time(peering_prefix_probes_sent_total{{{}}}[{}s])",
                                   matchers, grid.step.count() - 1),
                       grid});
  }
  return queries;
}

std::string promql_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string regex_literal(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view(R"(\.+*?()|[]{}^$)").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace peeringd
