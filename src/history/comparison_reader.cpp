#include "history/comparison_reader.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "history/availability_reader.hpp"
#include "history/comparison.hpp"
#include "history/reader.hpp"
#include "model/recorded_time.hpp"
#include "model/threshold_spans.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_compared_points = 10'000;  // of all members: a megabyte of JSON
constexpr std::size_t endpoint_points = 96;
constexpr std::size_t max_compared_results = 20'000;  // of all members

struct SelectedMember {
  std::string connection;
  std::vector<std::string> prefixes;

  // The name of a single prefix; empty for the sum of several.
  std::string name() const { return prefixes.size() == 1 ? prefixes.front() : std::string(); }
};

std::vector<SelectedMember> members_of(OpenHistory& history, const ComparisonQuery& query) {
  std::map<std::string, std::vector<std::string>> prefixes;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::prefix)) {
    prefixes[key.connection].push_back(key.prefix);
  }
  std::vector<SelectedMember> members;
  for (const std::string& connection : query.connections) {
    SelectedMember member{connection, prefixes[connection]};
    for (const std::string& wanted : query.prefixes) {
      if (std::ranges::find(prefixes[connection], wanted) == prefixes[connection].end()) continue;
      member.prefixes = {wanted};
    }
    if (!member.prefixes.empty()) members.push_back(std::move(member));
  }
  return members;
}

// The strictest of the prefixes that are added up.
std::vector<ThresholdSpan> thresholds_of_sum(OpenHistory& history, const SelectedMember& member,
                                             const ComparisonQuery& query,
                                             const HistoryGrid& grid) {
  const auto configured = query.configured.find(member.connection);
  std::vector<std::vector<ThresholdSpan>> subjects;
  for (const std::string& prefix : member.prefixes) {
    if (configured != query.configured.end() &&
        std::ranges::find(configured->second, prefix) == configured->second.end()) {
      continue;
    }
    subjects.push_back(history.thresholds.spans({member.connection, prefix, query.endpoint, {}},
                                                grid.from, grid.to));
  }
  return strictest_thresholds(subjects);
}

// Reads all results, of which at most `left` more may be read. If one were missing, its minutes
// would count as good.
Result<std::vector<ResultSpan>> read_all_results(OpenHistory& history, const TargetKey& key,
                                                 const HistoryGrid& grid, std::size_t& left) {
  auto results = read_results(history, key, grid, left + 1);
  if (results.size() > left) {
    return Error{"The results changed too often; request a shorter span"};
  }
  left -= results.size();
  return results;
}

// Nothing is recorded of the sum of several paths.
Result<std::vector<ResultSpan>> results_of_member(OpenHistory& history,
                                                  const std::vector<TargetKey>& parts,
                                                  const HistoryView& view, std::size_t& left) {
  if (parts.size() == 1 || view.key.endpoint.empty()) {
    return read_all_results(history, view.key, view.grid, left);
  }
  std::vector<std::vector<ResultSpan>> paths;
  for (const TargetKey& part : parts) {
    auto results = read_all_results(history, part, view.grid, left);
    if (!results) return results.error();
    paths.push_back(std::move(*results));
  }
  return combined_results(paths, view.grid.to);
}

// `results_left`: how many results may still be read. None if the member was never recorded.
Result<std::optional<ComparedMember>> read_member(OpenHistory& history,
                                                  const SelectedMember& member,
                                                  const ComparisonQuery& query,
                                                  const HistoryGrid& grid,
                                                  std::size_t& results_left) {
  const std::string& endpoint = query.endpoint;
  std::vector<TargetKey> parts;
  for (const std::string& prefix : member.prefixes) {
    parts.push_back({member.connection, prefix, endpoint, {}});
  }
  const TargetKey name{member.connection, member.name(), endpoint, {}};
  auto view = read_sum(history, parts, name, grid);
  if (!view) return std::optional<ComparedMember>();
  const auto results = results_of_member(history, parts, *view, results_left);
  if (!results) return results.error();
  view->results = recorded_results(*results, view->recorded);
  view->results_from.reset();
  if (member.prefixes.size() > 1)
    view->thresholds = thresholds_of_sum(history, member, query, grid);
  auto down = read_down(history, member.connection, grid.from, grid.to);
  if (!down) return down.error();
  return std::optional(ComparedMember{
      member.connection, member.prefixes, std::move(*view), std::move(*down), {}, {}});
}

// By endpoint, then by member.
std::map<std::string, std::vector<std::vector<TargetKey>>> paths_of(
    OpenHistory& history, const std::vector<SelectedMember>& members) {
  std::map<std::string, std::vector<std::vector<TargetKey>>> paths;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::path)) {
    for (std::size_t m = 0; m < members.size(); ++m) {
      const auto& prefixes = members[m].prefixes;
      if (key.connection != members[m].connection) continue;
      if (std::ranges::find(prefixes, key.prefix) == prefixes.end()) continue;
      auto& of_endpoint = paths[key.endpoint];
      of_endpoint.resize(members.size());
      of_endpoint[m].push_back(key);
    }
  }
  return paths;
}

Result<void> read_endpoints(OpenHistory& history, SpanQuery span,
                            const std::vector<SelectedMember>& members, ComparisonView& view) {
  const auto paths = paths_of(history, members);
  // The longest step is a day.
  const auto days = static_cast<std::size_t>((span.to - span.from) / std::chrono::hours{24}) + 2;
  span.points = std::min(span.points, std::max(endpoint_points, days));
  span.series = 1;
  for (const auto& [endpoint, of_members] : paths) {
    for (const auto& keys : of_members) span.series += keys.size();
  }
  const auto grid = choose_grid(span, history.records.dropped());
  if (!grid) return grid.error();
  view.endpoint_span = {grid->from, grid->to};
  for (const auto& [endpoint, of_members] : paths) {
    ComparedEndpoint compared{endpoint, std::vector<PeriodRecord>(members.size())};
    for (std::size_t m = 0; m < members.size(); ++m) {
      for (const TargetKey& key : of_members[m]) {
        const auto series = history.records.series().find(key);
        for (const auto& point : read_points(history.records, *series, *grid)) {
          compared.members[m] += point;
        }
      }
    }
    view.endpoints.push_back(std::move(compared));
  }
  return {};
}

}  // namespace

Result<ComparisonView> read_comparison(OpenHistory& history, const ComparisonQuery& query) {
  const auto members = members_of(history, query);
  SpanQuery span = query.span;
  span.series = 1;
  for (const SelectedMember& member : members) span.series += member.prefixes.size();
  span.points = std::min(span.points, max_compared_points / (members.size() + 1));
  const auto grid = choose_grid(span, history.records.dropped());
  if (!grid) return grid.error();
  ComparisonView view{.group = query.group,
                      .grid = *grid,
                      .members = {},
                      .all_bad = {},
                      .endpoint_span = {},
                      .endpoints = {}};
  std::vector<SelectedMember> found;
  std::size_t results_left = max_compared_results;
  for (const SelectedMember& member : members) {
    auto compared = read_member(history, member, query, *grid, results_left);
    if (!compared) return compared.error();
    if (!*compared) continue;
    view.members.push_back(std::move(**compared));
    found.push_back(member);
  }
  if (auto read = read_endpoints(history, query.span, found, view); !read) return read.error();
  find_bad_minutes(view);
  return view;
}

bool has_prefix(OpenHistory& history, const std::string& connection, const std::string& prefix) {
  return history.records.series().find({connection, prefix, {}, {}}).has_value();
}

}  // namespace peeringd
