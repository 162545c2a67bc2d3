#include "daemon/web/web_handlers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <future>

#include "event/event_bus.hpp"
#include "support/test_config.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// The pages of a started engine whose probes are due only after an hour.
HistoryOptions small_history(const std::filesystem::path& folder) {
  return {.folder = folder,
          .size = 50'000'000,
          .keep = HistoryConfig().keep,
          .disk_reserve = 0,
          .version = "1.2.3"};
}

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
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!reply && loop_.run_one_until(deadline) != 0) {
    }
  }

  const SystemClock clock_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      loop_.get_executor()};
  Engine engine_{loop_.get_executor(), clock_,
                 std::make_shared<const Config>(test::config(
                     {test::endpoint("edge", "127.0.0.1", {test::tcp_probe(1, 1h)})},
                     {test::connection("contoso-seattle", {test::prefix("127.0.0.0/8")}),
                      test::connection("contoso-portland", {test::prefix("127.0.0.0/8")})}))};
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

TEST_F(WebHandlers, ServeTheMetricsOfASnapshot) {
  const auto reply = get("/metrics");
  EXPECT_FALSE(reply->has_value()) << "answered without the loop";
  run_until(*reply);
  ASSERT_TRUE(reply->has_value());
  EXPECT_EQ((*reply)->status, 200U);
  EXPECT_EQ((*reply)->content_type, "text/plain; version=0.0.4; charset=utf-8");
  ASSERT_TRUE((*reply)->next_piece) << "the probing loop must not format the text";
  const std::string body = (*reply)->next_piece();
  EXPECT_THAT(body, HasSubstr("peering_connection_info{connection=\"contoso-seattle\""));
  EXPECT_THAT(body, HasSubstr("peeringd_build_info{version=\"1.2.3\""));
}

TEST_F(WebHandlers, ServeTheRequestedConnections) {
  const auto body_of = [&](const std::string& query) {
    const auto reply = get("/api/v1/connections", query);
    run_until(*reply);
    EXPECT_EQ((*reply)->status, 200U) << query;
    return (*reply)->next_piece();
  };
  const std::string seattle = "\"name\":\"contoso-seattle\"";
  const std::string portland = "\"name\":\"contoso-portland\"";
  for (const char* all : {"", "connection=contoso-seattle&connection=contoso-portland"}) {
    EXPECT_THAT(body_of(all), HasSubstr(seattle)) << all;
    EXPECT_THAT(body_of(all), HasSubstr(portland)) << all;
  }
  for (const char* one : {"connection=contoso-portland", "connection=contoso%2dportland&"}) {
    EXPECT_THAT(body_of(one), testing::Not(HasSubstr(seattle))) << one;
    EXPECT_THAT(body_of(one), HasSubstr(portland)) << one;
  }
}

TEST_F(WebHandlers, ServeTheOverviewWhileTheHistoryIsBusy) {
  const test::TemporaryFolder folder;
  std::promise<void> end;  // of the read that keeps the history busy
  History history(small_history(folder.path()), clock_);
  history.read([ended = end.get_future().share()](OpenHistory*) { ended.wait(); });
  const Router router = make_web_handlers({monitor_, recent_events_, reloader_, clock_, &history},
                                          loop_.get_executor());
  const auto live = get_from(router, "/api/v1/overview", "spark=0");
  const auto half = get_from(router, "/api/v1/overview", "");
  run_until(*live);
  run_until(*half);
  end.set_value();
  ASSERT_TRUE(live->has_value());
  EXPECT_FALSE((*live)->provisional_for);
  ASSERT_TRUE(half->has_value());
  EXPECT_TRUE((*half)->provisional_for) << "the spark lines are still to come";
  EXPECT_THAT((*half)->next_piece(), HasSubstr("\"spark\":null"));
  const auto whole = get_from(router, "/api/v1/overview", "");
  while (!*whole || (*whole)->provisional_for) {
    if (loop_.run_one_for(10s) == 0) break;
  }
  ASSERT_TRUE(whole->has_value());
  EXPECT_THAT((*whole)->body, HasSubstr("\"time0\""));
}

TEST_F(WebHandlers, RejectUnknownParametersAndConnections) {
  const auto unknown = get("/api/v1/connections", "conection=contoso-seattle");
  run_until(*unknown);
  ASSERT_TRUE(unknown->has_value());
  EXPECT_EQ((*unknown)->status, 400U);
  EXPECT_THAT((*unknown)->body, HasSubstr("this page takes: connection\n"));
  const auto missing = get("/api/v1/connections", "connection=contoso-seattle&connection=x%0a");
  run_until(*missing);
  ASSERT_TRUE(missing->has_value());
  EXPECT_EQ((*missing)->status, 404U);
  EXPECT_EQ((*missing)->body,
            "No such connection; the choices are contoso-seattle, contoso-portland\n");
}

TEST_F(WebHandlers, ReportHealthyOnlyWhileTheLoopRuns) {
  const auto reply = get("/-/healthy");
  EXPECT_FALSE(reply->has_value());
  run_until(*reply);
  ASSERT_TRUE(reply->has_value());
  EXPECT_EQ((*reply)->status, 200U);
}

TEST_F(WebHandlers, ReportReadyImmediately) {
  const auto reply = get("/-/ready");
  run_until(*reply);
  ASSERT_TRUE(reply->has_value());
  EXPECT_EQ((*reply)->status, 200U);
}

TEST_F(WebHandlers, LinkEveryPageFromTheIndex) {
  const auto reply = get("/");
  run_until(*reply);
  ASSERT_TRUE(reply->has_value());
  EXPECT_THAT((*reply)->content_type, HasSubstr("text/html"));
  const std::string body((*reply)->file->content);
  for (const char* path : {"/metrics", "/api/v1/overview", "/api/v1/connections", "/api/v1/events",
                           "/runbook", "/-/healthy", "/-/ready"}) {
    EXPECT_THAT(body, HasSubstr(std::string("href=\"") + path + "\""));
  }
  EXPECT_THAT(body, HasSubstr("<small>" PEERINGD_VERSION "</small>"));
}

// The values of `attribute="…"` in an HTML file.
std::vector<std::string> attributes_of(const std::string& html, const std::string& attribute) {
  std::vector<std::string> values;
  const std::string start = attribute + "=\"";
  for (std::size_t at = 0; (at = html.find(start, at)) != std::string::npos;) {
    at += start.size();
    values.push_back(html.substr(at, html.find('"', at) - at));
  }
  return values;
}

TEST_F(WebHandlers, ServeTheFilesThatIndexHtmlLoads) {
  const auto index = get("/");
  run_until(*index);
  const std::string shell((*index)->file->content);
  for (const char* attribute : {"src", "href"}) {
    for (const std::string& path : attributes_of(shell, attribute)) {
      if (path.starts_with("#") || path.starts_with("/api/") || path == "/metrics") continue;
      const auto reply = get(path);
      run_until(*reply);
      ASSERT_TRUE(reply->has_value()) << path;
      EXPECT_EQ((*reply)->status, 200U) << path;
    }
  }
  for (const char* forbidden : {"<style", "style=", "onclick", "http:", "https:"}) {
    EXPECT_THAT(shell, testing::Not(HasSubstr(forbidden)))
        << "the content security policy must forbid it";
  }
}

TEST_F(WebHandlers, ServeIndexHtmlForEachView) {
  for (const char* view : {"/", "/prefix", "/compare", "/calendar", "/incident", "/incidents"}) {
    const auto reply = get(view);
    run_until(*reply);
    ASSERT_TRUE(reply->has_value()) << view;
    ASSERT_NE((*reply)->file, nullptr) << view;
    EXPECT_EQ((*reply)->file->path, "index.html") << view;
  }
}

TEST_F(WebHandlers, ForbidContentFromOtherOrigins) {
  for (const char* path : {"/", "/app.js", "/style/tokens.css", "/overview/view.js"}) {
    const auto found = router_.find({"GET", path, {}, {}});
    const auto& headers = std::get<RouteMatch>(found).route->headers;
    const auto policy = std::ranges::find(headers, "Content-Security-Policy", &HttpHeader::name);
    ASSERT_NE(policy, headers.end()) << path;
    EXPECT_THAT(policy->value, testing::StartsWith("default-src 'none'; script-src 'self';"));
    EXPECT_THAT(policy->value, HasSubstr("frame-ancestors 'none'"));
    EXPECT_THAT(policy->value, testing::Not(HasSubstr("unsafe")));
  }
}

TEST_F(WebHandlers, ListPagesWithoutTheirFiles) {
  const auto found = router_.find({"GET", "/nothing", {}, {}});
  const auto& refused = std::get<HttpResponse>(found);
  EXPECT_EQ(refused.status, 404U);
  EXPECT_THAT(refused.body, HasSubstr("\n/runbook\n"));
  EXPECT_THAT(refused.body, testing::Not(HasSubstr(".js")));
}

TEST_F(WebHandlers, ShowTheAgeOfTheAssessment) {
  const auto reply = get("/metrics");
  run_until(*reply);
  EXPECT_THAT((*reply)->next_piece(), HasSubstr("\npeeringd_assessment_age_seconds "));
}

TEST_F(WebHandlers, ListEventsNewestFirst) {
  events_.publish({EventKind::source_lost, EventLevel::warning, {"contoso-seattle"}, "gone"});
  events_.publish({EventKind::reload_accepted, EventLevel::info, {}, "reloaded"});
  events_.publish({EventKind::source_found, EventLevel::info, {"contoso-seattle"}, "back"});
  const auto summaries_of = [&](const std::string& query) {
    const auto reply = get("/api/v1/events", query);
    run_until(*reply);
    EXPECT_EQ((*reply)->status, 200U) << query;
    EXPECT_EQ((*reply)->content_type, "application/json");
    std::vector<std::string> summaries;
    const auto document = boost::json::parse((*reply)->body);
    for (const auto& event : document.at("events").as_array()) {
      summaries.emplace_back(event.at("summary").as_string());
    }
    return summaries;
  };
  using testing::ElementsAre;
  EXPECT_THAT(summaries_of("connection=contoso-seattle"), ElementsAre("back", "gone"));
  EXPECT_THAT(summaries_of("kind=reload_accepted"), ElementsAre("reloaded"));
  EXPECT_THAT(summaries_of("connection=contoso-seattle&limit=1"), ElementsAre("back"));
  EXPECT_THAT(summaries_of("before=1"), ElementsAre());
}

TEST_F(WebHandlers, ContinueTheEventsFromTheHistory) {
  const test::TemporaryFolder folder;
  const auto start = std::chrono::floor<std::chrono::microseconds>(clock_.wall() - 1h);
  const auto old_event = [&](std::uint64_t number, const char* summary) {
    Event event{EventKind::source_lost, EventLevel::warning, {"contoso-seattle"}, summary};
    event.id = static_cast<std::uint64_t>(start.time_since_epoch().count()) + number;
    return event;
  };
  {
    OpenHistory open(std::move(HistoryFile::open(folder.path(), clock_.wall()).value()));
    Transaction transaction(open.file.database());
    for (std::uint64_t i = 1; i <= 3; ++i) open.journal.add(old_event(i, "old"));
    Event debug = old_event(4, "detail");
    debug.level = EventLevel::debug;
    open.journal.add(debug);
    ASSERT_TRUE(transaction.commit());
  }
  events_.publish({EventKind::source_lost, EventLevel::warning, {"contoso-seattle"}, "new"});
  History history(small_history(folder.path()), clock_);
  const Router router = make_web_handlers({monitor_, recent_events_, reloader_, clock_, &history},
                                          loop_.get_executor());
  std::vector<std::string> summaries;
  std::string before;
  for (int page = 0; page < 10; ++page) {
    const auto reply =
        get_from(router, "/api/v1/events", "connection=contoso-seattle&limit=2" + before);
    run_until(*reply);
    ASSERT_EQ((*reply)->status, 200U);
    const auto document = boost::json::parse((*reply)->body);
    for (const auto& event : document.at("events").as_array()) {
      summaries.emplace_back(event.at("summary").as_string());
    }
    if (document.at("next").is_null()) break;
    before = "&before=" + boost::json::serialize(document.at("next"));
  }
  EXPECT_THAT(summaries, testing::ElementsAre("new", "old", "old", "old"));
}

TEST_F(WebHandlers, RejectInvalidParametersOfEvents) {
  for (const char* query : {"limit=0", "limit=501", "limit=x", "before=-1", "kind=surprise",
                            "kind=started&kind=started", "since=5"}) {
    const auto reply = get("/api/v1/events", query);
    run_until(*reply);
    EXPECT_EQ((*reply)->status, 400U) << query;
  }
}

TEST_F(WebHandlers, RejectAComparisonWithoutAGroup) {
  const auto status_of = [&](const std::string& query) {
    const auto reply = get("/api/v1/groups/west/compare", query);
    run_until(*reply);
    return (*reply)->status;
  };
  EXPECT_EQ(status_of(""), 404U) << "no connection is in such a group";
  EXPECT_EQ(status_of("points=0"), 400U);
  EXPECT_EQ(status_of("connection=contoso-seattle"), 400U) << "the group is in the path";
}

}  // namespace
}  // namespace peeringd
