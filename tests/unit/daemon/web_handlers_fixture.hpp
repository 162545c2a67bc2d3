// The handlers of the HTTP endpoint, with the objects that they show.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "daemon/web/web_handlers.hpp"
#include "event/event_bus.hpp"
#include "support/test_config.hpp"

namespace peeringd::test {

inline HistoryOptions small_history(const std::filesystem::path& folder) {
  return {.folder = folder,
          .size = 50'000'000,
          .keep = HistoryConfig().keep,
          .disk_reserve = 0,
          .version = "1.2.3"};
}

// The pages of a started engine whose probes are due only after an hour.
class WebHandlers : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(engine_.start());
    events_.subscribe([this](const Event& event) { recent_events_.add(event); });
    monitor_.start();
  }
  void TearDown() override { monitor_.stop(); }

  // Requests a page. The reply may come from any thread; the loop stores it.
  std::shared_ptr<std::optional<HttpResponse>> get(const std::string& path,
                                                   const std::string& query = {}) {
    return get_from(router_, path, query);
  }
  std::shared_ptr<std::optional<HttpResponse>> get_from(const Router& router,
                                                        const std::string& path,
                                                        const std::string& query) {
    auto reply = std::make_shared<std::optional<HttpResponse>>();
    const auto found = router.find({"GET", path, query, {}});
    if (const auto* match = std::get_if<RouteMatch>(&found)) {
      match->route->handler(match->request, [this, reply](HttpResponse response) {
        boost::asio::post(loop_, [reply, response = std::move(response)] { *reply = response; });
      });
    }
    return reply;
  }
  void run_until(const std::optional<HttpResponse>& reply) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!reply && loop_.run_one_until(deadline) != 0) {
    }
  }

  const SystemClock clock_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      loop_.get_executor()};
  Engine engine_{loop_.get_executor(), clock_,
                 std::make_shared<const Config>(
                     config({endpoint("edge", "127.0.0.1", {tcp_probe(1, std::chrono::hours{1})})},
                            {connection("contoso-seattle", {prefix("127.0.0.0/8")}),
                             connection("contoso-portland", {prefix("127.0.0.0/8")})}))};
  EventBus events_{clock_};
  RecentEvents recent_events_;
  Monitor monitor_{
      [this](Monitor::SnapshotTaken taken) { engine_.take_snapshot(std::move(taken)); }, clock_,
      events_.sink()};
  HttpServer server_{HttpLimits{}};
  ServiceNotifier notifier_{loop_.get_executor(), {}, [] { return std::string(); }};
  Reloader reloader_{"no-such-file.yaml",  {},
                     {"1.2.3", {}, true},  {engine_, monitor_, server_, notifier_, events_.sink()},
                     loop_.get_executor(), clock_};
  const Router router_ =
      make_web_handlers({monitor_, recent_events_, reloader_, clock_}, loop_.get_executor());
};

}  // namespace peeringd::test
