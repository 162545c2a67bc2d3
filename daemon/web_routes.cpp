#include "daemon/web_routes.hpp"

#include <array>
#include <boost/asio/post.hpp>

#include "http/index_page.hpp"
#include "report/connections_json.hpp"

namespace peeringd {
namespace {

HttpResponse html(std::string body) {
  return {200, "text/html; charset=utf-8", std::move(body), {}, nullptr};
}

std::string make_index(const DaemonFacts& facts) {
  const std::array<IndexLink, 4> links{
      {{"/metrics", "what was measured, for Prometheus"},
       {"/api/v1/connections", "connections with their figures and results, as JSON"},
       {"/-/healthy", "answers when the probing loop turns"},
       {"/-/ready", "answers when probing has started"}}};
  return index_page("peeringd", facts.version,
                    "Latency from your prefixes to the Microsoft edge, per Azure Peering Service "
                    "connection.",
                    links);
}

WallTime wall_of(const Snapshot& snapshot) {
  const SystemClock clock;
  return clock.wall() - (clock.now() - snapshot.taken_at);
}

using Render = std::function<std::string(const Snapshot&, const AlertReport*)>;

// The probing loop answers with a snapshot only; its text is for the server's thread to make.
HttpHandler page_of_snapshot(Engine& engine, const AlertWatch& alerts, const char* content_type,
                             Render render) {
  return [&engine, &alerts, content_type, render](const HttpRequest& /*request*/, HttpReply reply) {
    engine.take_snapshot([&alerts, content_type, render, reply = std::move(reply)](auto snapshot) {
      HttpResponse response;
      response.content_type = content_type;
      response.make_body = [render, snapshot, report = alerts.latest()] {
        return render(*snapshot, report.get());
      };
      reply(std::move(response));
    });
  };
}

}  // namespace

Router make_web_routes(Engine& engine, const AlertWatch& alerts,
                       const boost::asio::any_io_executor& loop, const DaemonFacts& facts) {
  Router router;
  router.add("GET", "/", always(html(make_index(facts))));
  router.add("GET", "/-/ready", always(plain_text(200, "ready\n")));
  router.add("GET", "/-/healthy", [loop](const HttpRequest& /*request*/, HttpReply reply) {
    // Answered by the probing loop itself: one that hangs is not healthy.
    boost::asio::post(loop, [reply = std::move(reply)] { reply(plain_text(200, "healthy\n")); });
  });
  router.add("GET", "/metrics",
             page_of_snapshot(engine, alerts, exposition_content_type,
                              [facts](const Snapshot& snapshot, const AlertReport* report) {
                                return render_exposition(snapshot, report, facts);
                              }));
  router.add("GET", "/api/v1/connections",
             page_of_snapshot(engine, alerts, "application/json",
                              [](const Snapshot& snapshot, const AlertReport* report) {
                                return connections_json(snapshot, report, wall_of(snapshot));
                              }));
  return router;
}

}  // namespace peeringd
