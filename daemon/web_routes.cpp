#include "daemon/web_routes.hpp"

#include <array>
#include <boost/asio/post.hpp>

#include "http/index_page.hpp"

namespace peeringd {
namespace {

HttpResponse html(std::string body) {
  return {200, "text/html; charset=utf-8", std::move(body), {}, nullptr};
}

std::string make_index(const DaemonFacts& facts) {
  const std::array<IndexLink, 3> links{{{"/metrics", "what was measured, for Prometheus"},
                                        {"/-/healthy", "answers when the probing loop turns"},
                                        {"/-/ready", "answers when probing has started"}}};
  return index_page("peeringd", facts.version,
                    "Latency from your prefixes to the Microsoft edge, per Azure Peering Service "
                    "connection.",
                    links);
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
             [&engine, &alerts, facts](const HttpRequest& /*request*/, HttpReply reply) {
               // Called back by the probing loop, which must not spend its time on text.
               engine.take_snapshot([&alerts, facts, reply = std::move(reply)](auto snapshot) {
                 HttpResponse response;
                 response.content_type = exposition_content_type;
                 response.make_body = [facts, snapshot, report = alerts.latest()] {
                   return render_exposition(*snapshot, report.get(), facts);
                 };
                 reply(std::move(response));
               });
             });
  return router;
}

}  // namespace peeringd
