#include "daemon/web/overview_handlers.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "daemon/web/history_answer.hpp"
#include "daemon/web/page_handlers.hpp"
#include "daemon/web/store_reports.hpp"
#include "fleet/fleet_overview.hpp"
#include "http/request_target.hpp"

namespace peeringd {
namespace {

// What a store does not have, by path; a branch's own page has it.
constexpr std::pair<const char*, const char*> missing[]{
    {"/api/v1/connections", "The store has no figures for endpoints and probes"},
    {"/api/v1/history/endpoints", "The store has no figures for endpoints"},
    {"/api/v1/calendar", "The page of all branches has no calendar"},
    {"/api/v1/calendar.csv", "The page of all branches has no calendar"},
    {"/api/v1/availability", "The page of all branches has no availability"},
    {"/api/v1/availability.csv", "The page of all branches has no availability"},
    {"/api/v1/incidents", "The store has no incidents"},
    {"/api/v1/incidents.csv", "The store has no incidents"},
    {"/api/v1/incidents/{id}", "The store has no incidents"},
    {"/api/v1/events", "The store has no events"},
    {"/api/v1/routes", "The store has no routes"}};

HttpHandler absence(const char* sentence) {
  return always(refusal(404, std::string(sentence) + "; open the page of the branch itself"));
}

std::string why_no_data(const StoreStatus& status) {
  if (status.problem) return "There is no data yet: " + status.problem->text;
  return "There is no data yet: the store is being asked";
}

// The end of the document is the same until the next refresh, so requests share it.
HttpHandler overview_page(StoreWatch& watch, const Clock& clock) {
  return [&watch, &clock](const HttpRequest& request, const HttpReply& reply) {
    const auto query = Query::parse(request.query, {"spark"});
    if (!query) return reply(refusal(400, query.error().message));
    const auto spark = query->number("spark", 0, 24);
    if (!spark) return reply(refusal(400, spark.error().message));
    const auto snapshot = watch.latest();
    if (snapshot->state == nullptr) return reply(refusal(503, why_no_data(snapshot->status)));
    const auto tail = spark->value_or(6) > 0 ? snapshot->with_sparks : snapshot->without_sparks;
    HttpResponse response;
    response.content_type = "application/json";
    response.next_piece = [head = fleet_overview_head(snapshot->status, clock.wall()), tail,
                           piece = 0]() mutable {
      ++piece;
      if (piece == 1) return std::move(head);
      return piece == 2 ? *tail : std::string();
    };
    reply(std::move(response));
  };
}

HttpHandler store_metrics_page(StoreWatch& watch, const Clock& clock, std::string version) {
  return [&watch, &clock, version = std::move(version)](const HttpRequest& request,
                                                        const HttpReply& reply) {
    const auto query = Query::parse(request.query, {});
    if (!query) return reply(refusal(400, query.error().message));
    reply(response_of("text/plain; version=0.0.4; charset=utf-8",
                      store_metrics(watch.latest()->status, clock.wall(), version)));
  };
}

HttpHandler ready_page(StoreWatch& watch) {
  return [&watch](const HttpRequest& /*request*/, const HttpReply& reply) {
    const auto snapshot = watch.latest();
    if (snapshot->state == nullptr) return reply(refusal(503, why_no_data(snapshot->status)));
    reply(plain_text(200, "ready\n"));
  };
}

}  // namespace

Router make_overview_handlers(StoreWatch& watch, const Clock& clock,
                              const boost::asio::any_io_executor& loop, std::string version,
                              std::uint64_t max_raw_samples) {
  Router router;
  add_page_handlers(router);
  router.add("GET", "/-/ready", ready_page(watch));
  router.add("GET", "/-/healthy", [loop](const HttpRequest& /*request*/, HttpReply reply) {
    boost::asio::post(loop, [reply = std::move(reply)] { reply(plain_text(200, "healthy\n")); });
  });
  router.add("GET", "/metrics", store_metrics_page(watch, clock, std::move(version)));
  router.add("GET", "/api/v1/overview", overview_page(watch, clock));
  for (const auto& [path, sentence] : missing) router.add("GET", path, absence(sentence));
  add_store_reports(router, watch, clock, max_raw_samples);
  return router;
}

}  // namespace peeringd
