#include "daemon/web/history_handlers.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "daemon/web/continuation.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_query.hpp"
#include "history/reader.hpp"
#include "http/request_target.hpp"
#include "model/config.hpp"
#include "report/history_json.hpp"
#include "report/overview_json.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// More prefixes have points of ten minutes: their minutes would take too long to read.
constexpr std::size_t max_fine_sparks = 60;
constexpr std::size_t max_sparks = 500;

constexpr std::size_t overview_events = 20;

// How long the overview waits for its spark lines.
constexpr auto spark_patience = 3s;

// A grid of the query's own choice, or the 400 or 413 to send instead.
using ChooseGrid = std::function<Result<HistoryGrid>(const RecordStore&, const SpanQuery&)>;
using Show = std::function<HttpResponse(const HistoryView&, const SeriesContext&)>;

Result<HistoryGrid> grid_that_fits(const RecordStore& records, const SpanQuery& span) {
  return choose_grid(span, records.dropped());
}

Result<HistoryGrid> grid_of_hours(const RecordStore& /*records*/, const SpanQuery& span) {
  constexpr std::size_t max_hours = 2200;
  const HistoryGrid grid = grid_of(span, 1h);
  if (grid.points() <= max_hours) return grid;
  return Error{"The time range has more than 2200 hours; request at most 90 days"};
}

HttpResponse view_response(OpenHistory& history, const HistoryQuery& query,
                           const SeriesContext& context, const ChooseGrid& choose,
                           const Show& show) {
  const auto grid = choose(history.records, query.span);
  if (!grid) return refusal(413, grid.error().message);
  const auto view = read_view(history, query.key, *grid);
  if (view) return show(*view, context);
  return refusal(404, "The history has no such connection, prefix, endpoint or probe");
}

HttpHandler view_page(const WebParts& parts, ChooseGrid choose, Show show) {
  return [parts, choose = std::move(choose), show = std::move(show)](const HttpRequest& request,
                                                                     const HttpReply& reply) {
    const auto query = parse_history_query(request.query, last_minute(parts.clock));
    if (!query) return reply(refusal(400, query.error().message));
    const auto answer = [parts, reply, query = *query, choose, show](const auto& assessment) {
      const SeriesContext context = context_of(*assessment, query.key);
      ask_history(parts, reply, [query, context, choose, show](OpenHistory& history) {
        return view_response(history, query, context, choose, show);
      });
    };
    when_published(parts.monitor, reply, answer);
  };
}

Show shown_by(const char* content_type, std::string (*text)(const HistoryView&)) {
  return [=](const HistoryView& view, const SeriesContext&) {
    return response_of(content_type, text(view));
  };
}

// The paths of a prefix, at most 96 points each, or one a day.
HttpResponse endpoints_response(OpenHistory& history, HistoryQuery query) {
  constexpr std::size_t max_endpoint_points = 96;
  // The longest step is a day.
  const auto days = static_cast<std::size_t>((query.span.to - query.span.from) / 24h) + 2;
  query.span.points = std::min(query.span.points, std::max(max_endpoint_points, days));
  const auto grid = grid_that_fits(history.records, query.span);
  if (!grid) return refusal(413, grid.error().message);
  std::vector<HistoryView> views;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::path)) {
    if (key.connection != query.key.connection || key.prefix != query.key.prefix) continue;
    if (auto view = read_view(history, key, *grid)) views.push_back(std::move(*view));
  }
  if (views.empty()) return refusal(404, "The history has no such connection or prefix");
  return response_of("application/json", endpoints_json(views));
}

HttpHandler endpoints_page(const WebParts& parts) {
  return [parts](const HttpRequest& request, const HttpReply& reply) {
    const auto query = parse_history_query(request.query, last_minute(parts.clock));
    if (!query) return reply(refusal(400, query.error().message));
    ask_history(parts, reply, [query = *query](OpenHistory& history) {
      return endpoints_response(history, query);
    });
  };
}

Overview overview_without_history(const WebParts& parts) {
  Overview overview;
  const DaemonFacts facts = parts.reloader.facts();
  overview.identity = parts.identity;
  overview.version = facts.version;
  overview.last_reload_successful = facts.last_reload_successful;
  overview.config_loaded = facts.config_loaded_at;
  if (!facts.last_reload_successful) {
    EventQuery last_refusal{.limit = 1, .kind = EventKind::reload_refused};
    const auto found = parts.events.find(last_refusal).events;
    if (!found.empty()) overview.refused = found.front();
  }
  EventQuery last_events;
  last_events.limit = overview_events;
  overview.events = parts.events.find(last_events).events;
  if (parts.routes != nullptr) overview.routes = parts.routes->report();
  return overview;
}

// The history's part of an overview, as far as it is known without asking the file.
void add_history(const WebParts& parts, Overview& overview) {
  if (parts.history == nullptr) return;
  overview.history = parts.history->facts();
  if (const auto results = parts.history->last_results()) overview.last_results = *results;
}

SparkLines sparks_of(OpenHistory& history, const Assessment& assessment, Moment to,
                     std::chrono::hours span) {
  std::vector<TargetKey> keys = prefix_keys(assessment);
  if (keys.size() > max_sparks) keys.resize(max_sparks);
  const auto step = keys.size() > max_fine_sparks ? 10min : 5min;
  return read_sparks(history, keys, grid_of({to - span, to}, step));
}

// Its text is made only if it is sent.
HttpResponse provisional_page(std::shared_ptr<const Assessment> assessment,
                              std::shared_ptr<const Overview> overview) {
  HttpResponse response = response_of("application/json", {});
  response.provisional_for = spark_patience;
  response.next_piece = [assessment = std::move(assessment),
                         overview = std::move(overview)]() mutable {
    const auto unsent = std::exchange(overview, nullptr);
    return unsent ? overview_json(*assessment, *unsent) : std::string();
  };
  return response;
}

// A history that is busy, or whose disk hangs, must not keep the live figures from anyone.
HttpHandler overview_page(const WebParts& parts) {
  return [parts](const HttpRequest& request, const HttpReply& reply) {
    const auto query = Query::parse(request.query, {"spark"});
    if (!query) return reply(refusal(400, query.error().message));
    const auto spark = query->number("spark", 0, 24);
    if (!spark) return reply(refusal(400, spark.error().message));
    const std::chrono::hours span{spark->value_or(6)};
    when_published(parts.monitor, reply, [parts, reply, span](const auto& assessment) {
      Overview overview = overview_without_history(parts);
      add_history(parts, overview);
      const auto page = [assessment](const Overview& shown) {
        return response_of("application/json", overview_json(*assessment, shown));
      };
      if (parts.history == nullptr || span == 0h) return reply(page(overview));
      const auto live = std::make_shared<const Overview>(std::move(overview));
      reply(provisional_page(assessment, live));
      const Moment to = last_minute(parts.clock);
      const bool asked = read_history(*parts.history, reply, [=](OpenHistory* history) {
        Overview whole = *live;
        add_history(parts, whole);  // the file may have been opened in the meantime
        if (history != nullptr) whole.sparks = sparks_of(*history, *assessment, to, span);
        reply(page(whole));
      });
      if (!asked) reply(page(*live));
    });
  };
}

}  // namespace

void add_history_handlers(Router& router, const WebParts& parts) {
  router.add("GET", "/api/v1/overview", overview_page(parts));
  const auto add = [&](const char* path, const ChooseGrid& choose, const Show& show) {
    router.add("GET", path, view_page(parts, choose, show));
  };
  add("/api/v1/history", grid_that_fits, [](const HistoryView& view, const SeriesContext& context) {
    return response_of("application/json", history_json(view, context));
  });
  add("/api/v1/history.csv", grid_that_fits, shown_by("text/csv; charset=utf-8", history_csv));
  add("/api/v1/history/hours", grid_of_hours, shown_by("application/json", hours_json));
  add("/api/v1/history/hours.csv", grid_of_hours, shown_by("text/csv; charset=utf-8", hours_csv));
  router.add("GET", "/api/v1/history/endpoints", endpoints_page(parts));
}

}  // namespace peeringd
