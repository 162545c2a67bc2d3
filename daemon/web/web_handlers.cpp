#include "daemon/web/web_handlers.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/duration.hpp"
#include "base/suggestion.hpp"
#include "daemon/web/availability_handlers.hpp"
#include "daemon/web/calendar_handlers.hpp"
#include "daemon/web/compare_handlers.hpp"
#include "daemon/web/continuation.hpp"
#include "daemon/web/event_handlers.hpp"
#include "daemon/web/history_answer.hpp"
#include "daemon/web/history_handlers.hpp"
#include "daemon/web/incident_handlers.hpp"
#include "daemon/web/page_handlers.hpp"
#include "http/request_target.hpp"
#include "metrics/exposition.hpp"
#include "model/config.hpp"
#include "report/connections_json.hpp"
#include "report/routes_json.hpp"

namespace peeringd {
namespace {

using Render = std::function<BodyPieces(const std::shared_ptr<const Assessment>&)>;

// Renders on the server's thread, piece by piece. The response owns the assessment until its end.
HttpResponse page_of(const std::shared_ptr<const Assessment>& assessment, const char* content_type,
                     const Render& render) {
  HttpResponse response;
  response.content_type = content_type;
  response.next_piece = [render, assessment, pieces = BodyPieces()]() mutable {
    if (!pieces) pieces = render(assessment);
    return pieces();
  };
  return response;
}

// By the parameter `detail`; all without it.
Result<Detail> detail_of(const HttpRequest& request) {
  const auto query = Query::parse(request.query, {"detail"});
  if (!query) return query.error();
  const auto name = query->value("detail");
  if (!name) return name.error();
  if (!*name) return Detail::all;
  const auto found = std::ranges::find(detail_names, **name);
  if (found == detail_names.end()) return Error{"detail is connection, prefix or all"};
  return static_cast<Detail>(found - detail_names.begin());
}

HttpHandler metrics_page(const WebParts& parts) {
  return [parts](const HttpRequest& request, const HttpReply& reply) {
    const auto detail = detail_of(request);
    if (!detail) return reply(refusal(400, detail.error().message));
    const Render render = [parts, detail = *detail](const auto& assessment) -> BodyPieces {
      DaemonFacts facts = parts.reloader.facts();
      if (parts.history != nullptr) facts.history = parts.history->facts();
      if (parts.routes != nullptr) facts.route_sources = *parts.routes->facts();
      if (parts.server != nullptr) facts.web_certificate = parts.server->certificate_validity();
      facts.assessment_age = parts.clock.now() - assessment->snapshot->taken_at;
      auto exposition = std::make_shared<Exposition>(assessment, facts, detail);
      return [exposition] { return exposition->next_piece(); };
    };
    when_published(parts.monitor, reply, [render, reply](const auto& assessment) {
      reply(page_of(assessment, exposition_content_type, render));
    });
  };
}

// A 404 if `only` names an unknown connection. It does not repeat any part of the request.
std::optional<HttpResponse> refusal_of(const ConnectionFilter& only, const Config& config) {
  std::vector<std::string_view> names;
  std::size_t found = 0;
  for (const ConnectionConfig& connection : config.connections) {
    names.push_back(connection.name);
    if (only.contains(connection.name)) ++found;
  }
  if (found == only.size()) return std::nullopt;
  constexpr std::size_t max_listed = 20;
  const std::string known = names.size() <= max_listed ? known_words(names) : std::string();
  return refusal(404, "No such connection" + known);
}

// All connections, or those named by the parameter `connection`, which may be repeated.
HttpHandler connections_page(Monitor& monitor) {
  return [&monitor](const HttpRequest& request, const HttpReply& reply) {
    const auto query = Query::parse(request.query, {"connection"});
    if (!query) return reply(refusal(400, query.error().message));
    const auto names = query->values("connection");
    const ConnectionFilter only(names.begin(), names.end());
    when_published(monitor, reply, [only, reply](const auto& assessment) {
      if (auto refused = refusal_of(only, assessment->config())) return reply(*std::move(refused));
      const auto render = [only](const auto& of) -> BodyPieces {
        return [text = connections_json(*of, only)]() mutable { return std::exchange(text, {}); };
      };
      reply(page_of(assessment, "application/json", render));
    });
  };
}

HttpHandler routes_page(const WebParts& parts) {
  return [parts](const HttpRequest& request, const HttpReply& reply) {
    const auto query = Query::parse(request.query, {});
    if (!query) return reply(refusal(400, query.error().message));
    const auto report = parts.routes != nullptr ? parts.routes->report() : nullptr;
    HttpResponse response;
    response.content_type = "application/json";
    const auto facts = parts.routes != nullptr ? parts.routes->facts()
                                               : std::make_shared<const RouteSourceFacts>();
    response.body = routes_json(report.get(), *facts, {parts.clock.now(), parts.clock.wall()});
    reply(std::move(response));
  };
}

HttpResponse response_to(const Reloader::Outcome& outcome) {
  if (outcome.successful) return plain_text(200, "reloaded: " + outcome.text + "\n");
  return plain_text(
      400, "not reloaded; the previous configuration stays in force:\n" + outcome.text + "\n");
}

// `web.allow_reload` of the current configuration applies.
HttpHandler reload_page(Reloader& reloader, const boost::asio::any_io_executor& loop) {
  return [&reloader, loop](const HttpRequest& /*request*/, HttpReply reply) {
    boost::asio::post(loop, [&reloader, reply = std::move(reply)] {
      if (!reloader.config().web.allow_reload) {
        return reply(refusal(403,
                             "Reloading by HTTP is off; web.allow_reload: true allows it. "
                             "SIGHUP always reloads."));
      }
      reloader.request([reply](const Reloader::Outcome& outcome) { reply(response_to(outcome)); });
    });
  };
}

// `connection` and `for`: a duration of up to 30 days; 0s ends what was announced by a request.
Result<std::pair<std::string, Duration>> maintenance_of(const HttpRequest& request) {
  const auto query = Query::parse(request.query, {"connection", "for"});
  if (!query) return query.error();
  const auto connection = query->value("connection");
  if (!connection) return connection.error();
  const auto text = query->value("for");
  if (!text) return text.error();
  if (!*connection || !*text) return Error{"give connection=NAME and for=DURATION, such as 2h"};
  const auto duration = parse_duration(**text);
  if (!duration || *duration > std::chrono::days{30}) {
    return Error{"for is a duration of up to 30 days, such as 30m or 2h; 0s ends the maintenance"};
  }
  return std::pair(std::string(**connection), *duration);
}

// The same access as for reloads.
HttpHandler maintenance_page(const WebParts& parts) {
  return [&monitor = parts.monitor, &clock = parts.clock](const HttpRequest& request,
                                                          const HttpReply& reply) {
    const auto wanted = maintenance_of(request);
    if (!wanted) return reply(refusal(400, wanted.error().message));
    when_published(
        monitor, reply, [&monitor, &clock, wanted = *wanted, reply](const auto& assessment) {
          const auto& [connection, duration] = wanted;
          const Config& config = assessment->config();
          if (!config.web.allow_reload) {
            return reply(refusal(403,
                                 "Announcing maintenance by HTTP is off; web.allow_reload: true "
                                 "allows it."));
          }
          if (auto refused = refusal_of({connection}, config)) return reply(*std::move(refused));
          monitor.announce_maintenance(connection, clock.wall() + duration,
                                       [reply](const auto&) { reply(plain_text(200, "ok\n")); });
        });
  };
}

}  // namespace

Router make_web_handlers(const WebParts& parts, const boost::asio::any_io_executor& loop) {
  Router router;
  add_page_handlers(router);
  router.add("GET", "/-/ready", always(plain_text(200, "ready\n")));
  router.add("GET", "/-/healthy", [loop](const HttpRequest& /*request*/, HttpReply reply) {
    // The probing loop answers, so a loop that hangs is not healthy.
    boost::asio::post(loop, [reply = std::move(reply)] { reply(plain_text(200, "healthy\n")); });
  });
  router.add("POST", "/-/reload", reload_page(parts.reloader, loop));
  router.add("GET", "/metrics", metrics_page(parts));
  router.add("GET", "/api/v1/connections", connections_page(parts.monitor));
  router.add("POST", "/api/v1/maintenance", maintenance_page(parts));
  add_event_handlers(router, parts);
  router.add("GET", "/api/v1/routes", routes_page(parts));
  add_history_handlers(router, parts);
  add_availability_handlers(router, parts);
  add_calendar_handlers(router, parts);
  add_compare_handlers(router, parts);
  add_incident_handlers(router, parts);
  return router;
}

}  // namespace peeringd
