// A server on a free port of 127.0.0.1, with handlers that the test controls.
#pragma once

#include <condition_variable>
#include <mutex>
#include <queue>
#include <stdexcept>
#include <utility>

#include "http/server.hpp"
#include "raw_client.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

inline const IpAddress localhost = boost::asio::ip::make_address("127.0.0.1");

/// Keeps the reply functions of its requests, so that the test can reply from its own thread.
class PendingHandler {
 public:
  HttpHandler handler() {
    return [this](const HttpRequest&, HttpReply reply) {
      const std::lock_guard lock(mutex_);
      if (answer_) return reply(answer_());
      replies_.push(std::move(reply));
      changed_.notify_all();
    };
  }

  /// From now on every request is answered at once, on the server's thread.
  void answer_with(std::function<HttpResponse()> answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }

  /// Waits for the next request.
  HttpReply next() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 30s, [&] { return !replies_.empty(); })) {
      throw std::runtime_error("no request came");
    }
    HttpReply reply = std::move(replies_.front());
    replies_.pop();
    return reply;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<HttpReply> replies_;
  std::function<HttpResponse()> answer_;
};

/// Limits that no test reaches by accident, even on a slow machine.
inline HttpLimits patient() {
  HttpLimits limits;
  limits.request = limits.idle = limits.handler = limits.drain = 1h;
  limits.write = limits.long_write = limits.slow_after = 1h;
  limits.long_body_wait = 0s;
  return limits;
}

/// Takes effect before it returns.
inline Result<void> use(HttpServer& server, const HttpSetup& setup) {
  auto prepared = server.prepare(setup);
  if (!prepared) return prepared.error();
  server.apply(std::move(*prepared));
  HttpSetup nothing;
  server.prepare(nothing).value();  // waits for the server's thread
  return {};
}

inline Result<void> listen(HttpServer& server, std::vector<ListenAddress> addresses) {
  HttpSetup setup;
  setup.web.listen = std::move(addresses);
  return use(server, setup);
}

/// Serves `/` ("hello\n"), `/big` (4 MiB), `/pending`, a few others, and routes of the test.
class TestServer {
 public:
  explicit TestServer(const HttpLimits& limits = patient(), HttpSetup setup = {},
                      const std::function<void(Router&)>& add_routes = {})
      : server(limits) {
    setup.web.listen = {{localhost, 0}};
    use(server, setup).value();
    Router routes = router();
    if (add_routes) add_routes(routes);
    server.start(std::move(routes));
    port = server.local_endpoints().at(0).port;
  }

  PendingHandler pending;
  HttpServer server;
  std::uint16_t port = 0;

 private:
  Router router() {
    Router router;
    router.add("GET", "/", always(plain_text(200, "hello\n")));
    router.add("GET", "/big", always(plain_text(200, std::string(4 << 20, 'x'))));
    router.add("GET", "/pending", pending.handler());
    router.add("GET", "/throws", [](const HttpRequest&, const HttpReply&) {
      throw std::runtime_error("on purpose");
    });
    router.add("GET", "/echo", [](const HttpRequest& request, const HttpReply& reply) {
      reply(plain_text(200, request.method + " " + request.path + " " + request.query));
    });
    router.add("POST", "/post", always(plain_text(200, "posted\n")));
    router.add(
        "GET", "/status/{status}",
        [](const HttpRequest& request, const HttpReply& reply) {
          reply(plain_text(static_cast<unsigned>(std::stoul(request.parameters.at("status"))), ""));
        },
        {{"Cache-Control", "max-age=60"}, {"X-Route", "its own"}});
    return router;
  }
};

}  // namespace peeringd::test
