#include "daemon/web_routes.hpp"

#include <boost/asio/post.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/words.hpp"
#include "daemon/web_files.hpp"
#include "http/request_target.hpp"
#include "model/config.hpp"
#include "report/connections_json.hpp"

namespace peeringd {
namespace {

WallTime wall_of(const Snapshot& snapshot) {
  const SystemClock clock;
  return clock.wall() - (clock.now() - snapshot.taken_at);
}

using Render = std::function<BodyPieces(const Snapshot&, const AlertReport*)>;

// The probing loop answers with a snapshot only; its text is for the server's thread to make.
// `render` is called there, with what it is given kept until the last piece.
void reply_with_snapshot(AlertWatch& alerts, const std::shared_ptr<const Snapshot>& snapshot,
                         const char* content_type, const Render& render, const HttpReply& reply) {
  alerts.report_for(snapshot, [content_type, render, snapshot, reply](auto report) {
    HttpResponse response;
    response.content_type = content_type;
    response.next_piece = [render, snapshot, report, pieces = BodyPieces()]() mutable {
      if (!pieces) pieces = render(*snapshot, report.get());
      return pieces();
    };
    reply(std::move(response));
  });
}

HttpHandler page_of_snapshot(Engine& engine, AlertWatch& alerts, const char* content_type,
                             Render render) {
  return [&engine, &alerts, content_type, render](const HttpRequest& /*request*/, HttpReply reply) {
    engine.take_snapshot([&alerts, content_type, render, reply = std::move(reply)](auto snapshot) {
      reply_with_snapshot(alerts, snapshot, content_type, render, reply);
    });
  };
}

BodyPieces metrics(const Snapshot& snapshot, const AlertReport* report, const DaemonFacts& facts) {
  auto exposition = std::make_shared<Exposition>(snapshot, report, facts);
  return [exposition] { return exposition->next_piece(); };
}

// The 404 for a connection that the configuration does not have; nothing of the request is
// repeated.
std::optional<HttpResponse> refusal_of(const ConnectionFilter& only, const Config& config) {
  std::vector<std::string_view> names;
  std::size_t found = 0;
  for (const ConnectionConfig& connection : config.connections) {
    names.push_back(connection.name);
    if (only.contains(connection.name)) ++found;
  }
  if (found == only.size()) return std::nullopt;
  constexpr std::size_t most_listed = 20;
  const std::string known = names.size() <= most_listed ? there_are(names) : std::string();
  return plain_text(404, "No such connection" + known + "\n");
}

// All connections, or those that the parameter `connection` names, once or more often.
HttpHandler connections_page(Engine& engine, AlertWatch& alerts) {
  return [&engine, &alerts](const HttpRequest& request, HttpReply reply) {
    const auto query = Query::parse(request.query, {"connection"});
    if (!query) return reply(plain_text(400, query.error().message + "\n"));
    const auto names = query->values("connection");
    const ConnectionFilter only(names.begin(), names.end());
    engine.take_snapshot([&alerts, only, reply = std::move(reply)](auto snapshot) {
      if (auto refused = refusal_of(only, *snapshot->config)) return reply(*std::move(refused));
      const auto render = [only](const Snapshot& of, const AlertReport* report) -> BodyPieces {
        return [text = connections_json(of, report, wall_of(of), only)]() mutable {
          return std::exchange(text, {});
        };
      };
      reply_with_snapshot(alerts, snapshot, "application/json", render, reply);
    });
  };
}

HttpResponse response_to(const Reloader::Outcome& outcome) {
  if (outcome.successful) return plain_text(200, "reloaded: " + outcome.text + "\n");
  return plain_text(400,
                    "not reloaded, the configuration in force goes on:\n" + outcome.text + "\n");
}

// By the configuration that is in force when the request comes.
HttpHandler reload_page(Engine& engine, Reloader& reloader,
                        const boost::asio::any_io_executor& loop) {
  return [&engine, &reloader, loop](const HttpRequest& /*request*/, HttpReply reply) {
    boost::asio::post(loop, [&engine, &reloader, reply = std::move(reply)] {
      if (!engine.config()->web.allow_reload) {
        return reply(plain_text(403,
                                "Reloading by HTTP is off; web.allow_reload: true allows it. "
                                "SIGHUP always reloads.\n"));
      }
      reloader.request([reply](const Reloader::Outcome& outcome) { reply(response_to(outcome)); });
    });
  };
}

}  // namespace

Router make_web_routes(Engine& engine, AlertWatch& alerts, Reloader& reloader,
                       const boost::asio::any_io_executor& loop) {
  Router router;
  router.add_file("/", web_files().front());
  router.add("GET", "/-/ready", always(plain_text(200, "ready\n")));
  router.add("GET", "/-/healthy", [loop](const HttpRequest& /*request*/, HttpReply reply) {
    // Answered by the probing loop itself: one that hangs is not healthy.
    boost::asio::post(loop, [reply = std::move(reply)] { reply(plain_text(200, "healthy\n")); });
  });
  router.add("POST", "/-/reload", reload_page(engine, reloader, loop));
  router.add("GET", "/metrics",
             page_of_snapshot(engine, alerts, exposition_content_type,
                              [&reloader](const Snapshot& snapshot, const AlertReport* report) {
                                return metrics(snapshot, report, reloader.facts());
                              }));
  router.add("GET", "/api/v1/connections", connections_page(engine, alerts));
  return router;
}

}  // namespace peeringd
