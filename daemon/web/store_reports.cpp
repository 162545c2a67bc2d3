#include "daemon/web/store_reports.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "daemon/web/report_cost.hpp"
#include "fleet/series_records.hpp"
#include "history/comparison.hpp"
#include "model/recorded_time.hpp"
#include "report/compare_json.hpp"
#include "report/history_json.hpp"
#include "report/store_warnings.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

/// Samples of the last minute may still be under way.
constexpr std::chrono::seconds delivery_delay = 1min;

constexpr std::size_t max_store_hours = 800;

struct Member {
  std::string connection;  ///< its name at the branch
  std::string partner;
  std::vector<std::string> prefixes;
};

struct Wanted {
  std::string instance;
  std::vector<Member> members;
  HistoryGrid grid;
  Moment end;
};

using ShowAnswer = std::function<HttpResponse(const Wanted&, const PromAnswer&)>;

Moment data_end(const Clock& clock) {
  return last_minute(clock) - delivery_delay;
}

HttpResponse failure_of(const StoreProblem& problem) {
  const unsigned status = problem.failure == StoreFailure::timeout ? 504 : 502;
  return refusal(status, "No report: " + problem.text);
}

void ask_store(StoreWatch& watch, Wanted wanted, const HttpReply& reply, ShowAnswer show) {
  StoreReportQuery query{wanted.instance, {}, {}, wanted.grid, wanted.end};
  for (const Member& member : wanted.members) query.connections.push_back(member.connection);
  if (wanted.members.size() == 1 && wanted.members[0].prefixes.size() == 1) {
    query.prefix = wanted.members[0].prefixes[0];
  }
  const auto answered = [wanted = std::move(wanted), reply,
                         show = std::move(show)](const StoreClient::Answer& answer) {
    if (const auto* const problem = std::get_if<StoreProblem>(&answer)) {
      return reply(failure_of(*problem));
    }
    reply(show(wanted, std::get<PromAnswer>(answer)));
  };
  if (!watch.report(std::move(query), answered)) {
    reply(refusal(503, "Too many reports are being read; try again in a few seconds"));
  }
}

std::vector<const PromSeries*> series_of(const PromAnswer& answer, const std::string& connection,
                                         const std::string& prefix) {
  std::vector<const PromSeries*> found;
  for (const PromSeries& series : answer.series) {
    if (series.label("connection") == connection && series.label("prefix") == prefix) {
      found.push_back(&series);
    }
  }
  return found;
}

// As far as the store has samples: nothing is known about the rest of the time.
std::vector<ResultSpan> results_of_prefix(const Wanted& wanted,
                                          std::vector<const PromSeries*> series,
                                          const SeriesRecords& records) {
  std::erase_if(series,
                [](const PromSeries* one) { return one->name() != "peering_prefix_test_result"; });
  return recorded_results(results_of(series, wanted.grid),
                          delivered_time(records, wanted.grid, wanted.end));
}

// The sum of the member's prefixes.
HistoryView view_of_member(const Wanted& wanted, const Member& member, const PromAnswer& answer) {
  std::optional<SeriesRecords> sum;
  std::vector<std::vector<ResultSpan>> results;
  for (const std::string& prefix : member.prefixes) {
    const auto series = series_of(answer, member.connection, prefix);
    SeriesRecords records = records_of(series, wanted.grid);
    auto of_prefix = results_of_prefix(wanted, series, records);
    if (!of_prefix.empty()) results.push_back(std::move(of_prefix));
    if (sum) {
      add_records(*sum, records);
    } else {
      sum = std::move(records);
    }
  }
  const TargetKey key{to_string(QualifiedName{member.connection, wanted.instance}),
                      member.prefixes.size() == 1 ? member.prefixes[0] : std::string(),
                      {},
                      {}};
  HistoryView view = view_of(key, wanted.grid, wanted.end, std::move(*sum));
  view.results = results.size() == 1 ? results[0] : combined_results(results, wanted.end);
  return view;
}

// The member that a query names, from the state; or the 404 and so on to send instead.
std::variant<Member, HttpResponse> member_of(const StoreWatch& watch, const TargetKey& key) {
  const auto snapshot = watch.latest();
  if (snapshot->state == nullptr) return refusal(503, "There is no data from the store yet");
  if (!key.endpoint.empty()) return refusal(404, "The store has no figures for endpoints");
  const QualifiedName name = parse_qualified_name(key.connection);
  const auto found = snapshot->state->connections.find(name);
  if (found == snapshot->state->connections.end() || !found->second.prefixes.contains(key.prefix)) {
    return refusal(404, "The store has no such connection or prefix of a branch");
  }
  return Member{name.name, found->second.partner, {key.prefix}};
}

using ChooseStoreGrid = Result<HistoryGrid> (*)(const SpanQuery&);

Result<HistoryGrid> grid_of_points(const SpanQuery& span) {
  return grid_for(span, 1);
}

Result<HistoryGrid> grid_of_store_hours(const SpanQuery& span) {
  const HistoryGrid grid = grid_of(span, 1h);
  if (grid.points() <= max_store_hours) return grid;
  return Error{"The span has more than 800 hours, the most that a store is asked for"};
}

using TextOf = std::string (*)(const HistoryView&, const PromAnswer&);

HttpHandler store_view_page(StoreWatch& watch, const Clock& clock, std::uint64_t max_raw_samples,
                            ChooseStoreGrid choose, const char* content_type, TextOf text) {
  return [&watch, &clock, max_raw_samples, choose, content_type, text](const HttpRequest& request,
                                                                       const HttpReply& reply) {
    const Moment end = data_end(clock);
    const auto query = parse_history_query(request.query, end);
    if (!query) return reply(refusal(400, query.error().message));
    auto member = member_of(watch, query->key);
    if (auto* const refused = std::get_if<HttpResponse>(&member)) return reply(std::move(*refused));
    const auto grid = choose(query->span);
    if (!grid) return reply(refusal(413, grid.error().message));
    const Moment last = std::min(query->span.to, grid->to);
    if (const auto error = too_much_to_read(last - query->span.from, 1, max_raw_samples)) {
      return reply(refusal(413, error->message));
    }
    Wanted wanted{parse_qualified_name(query->key.connection).instance,
                  {std::get<Member>(std::move(member))},
                  *grid,
                  last};
    ask_store(watch, std::move(wanted), reply,
              [content_type, text](const Wanted& of, const PromAnswer& answer) {
                const HistoryView view = view_of_member(of, of.members[0], answer);
                return response_of(content_type, text(view, answer));
              });
  };
}

// The connections of a group, each with the wanted prefix or all that it has.
std::vector<Member> members_of_group(const FleetState& state, const QualifiedName& group,
                                     const std::vector<std::string>& prefixes) {
  std::vector<Member> members;
  for (const auto& [name, connection] : state.connections) {
    if (name.instance != group.instance || connection.redundancy_group != group.name) continue;
    Member member{name.name, connection.partner, {}};
    for (const auto& [label, prefix] : connection.prefixes) member.prefixes.push_back(label);
    for (const std::string& wanted : prefixes) {
      if (connection.prefixes.contains(wanted)) member.prefixes = {wanted};
    }
    if (!member.prefixes.empty()) members.push_back(std::move(member));
  }
  return members;
}

std::string comparison_json(const std::string& group, const Wanted& wanted,
                            const PromAnswer& answer) {
  ComparisonView view{group, wanted.grid, {}, {}, {wanted.grid.from, wanted.end}, {}};
  std::map<std::string, MemberContext> contexts;
  for (const Member& member : wanted.members) {
    HistoryView of_member = view_of_member(wanted, member, answer);
    const std::string name = of_member.key.connection;
    contexts[name].partner = member.partner;
    view.members.push_back({name, member.prefixes, std::move(of_member), {}, {}, {}});
  }
  find_bad_minutes(view);
  return with_store_warnings(compare_object(view, contexts), answer.warnings);
}

HttpHandler store_compare_page(StoreWatch& watch, const Clock& clock,
                               std::uint64_t max_raw_samples) {
  return [&watch, &clock, max_raw_samples](const HttpRequest& request, const HttpReply& reply) {
    const auto query =
        Query::parse(request.query, {"prefix", "endpoint", "window", "from", "to", "points"});
    if (!query) return reply(refusal(400, query.error().message));
    const auto span = parse_span(*query, data_end(clock));
    if (!span) return reply(refusal(400, span.error().message));
    if (!query->values("endpoint").empty()) {
      return reply(refusal(404, "The store has no figures for endpoints"));
    }
    const auto snapshot = watch.latest();
    if (snapshot->state == nullptr)
      return reply(refusal(503, "There is no data from the store yet"));
    const auto name = request.parameters.find("name");
    const std::string group = name == request.parameters.end() ? "" : name->second;
    auto members =
        members_of_group(*snapshot->state, parse_qualified_name(group), query->values("prefix"));
    if (members.empty())
      return reply(refusal(404, "The store has no such redundancy group of a branch"));
    std::size_t prefixes = 0;
    for (const Member& member : members) prefixes += member.prefixes.size();
    const auto grid = grid_for(*span, prefixes);
    if (!grid) return reply(refusal(413, grid.error().message));
    const Moment last = std::min(span->to, grid->to);
    if (const auto error = too_much_to_read(last - span->from, prefixes, max_raw_samples)) {
      return reply(refusal(413, error->message));
    }
    Wanted wanted{parse_qualified_name(group).instance, std::move(members), *grid, last};
    ask_store(watch, std::move(wanted), reply, [group](const Wanted& of, const PromAnswer& answer) {
      return response_of("application/json", comparison_json(group, of, answer));
    });
  };
}

std::string view_json(const HistoryView& view, const PromAnswer& answer) {
  return with_store_warnings(history_object(view), answer.warnings);
}

std::string view_hours_json(const HistoryView& view, const PromAnswer& answer) {
  return with_store_warnings(hours_object(view), answer.warnings);
}

std::string view_csv(const HistoryView& view, const PromAnswer& /*answer*/) {
  return history_csv(view);
}

std::string view_hours_csv(const HistoryView& view, const PromAnswer& /*answer*/) {
  return hours_csv(view);
}

}  // namespace

void add_store_reports(Router& router, StoreWatch& watch, const Clock& clock,
                       std::uint64_t max_raw_samples) {
  const auto add = [&](const char* path, ChooseStoreGrid choose, const char* content_type,
                       TextOf text) {
    router.add("GET", path,
               store_view_page(watch, clock, max_raw_samples, choose, content_type, text));
  };
  add("/api/v1/history", grid_of_points, "application/json", view_json);
  add("/api/v1/history.csv", grid_of_points, "text/csv; charset=utf-8", view_csv);
  add("/api/v1/history/hours", grid_of_store_hours, "application/json", view_hours_json);
  add("/api/v1/history/hours.csv", grid_of_store_hours, "text/csv; charset=utf-8", view_hours_csv);
  router.add("GET", "/api/v1/groups/{name}/compare",
             store_compare_page(watch, clock, max_raw_samples));
}

}  // namespace peeringd
