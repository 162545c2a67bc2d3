#include "daemon/web/web_handlers.hpp"

#include <gmock/gmock.h>

#include <future>

#include "unit/daemon/web_handlers_fixture.hpp"
#include "unit/history/temporary_folder.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::small_history;
using test::WebHandlers;
using testing::HasSubstr;

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

TEST_F(WebHandlers, ShowTheAgeOfTheAssessment) {
  const auto reply = get("/metrics");
  run_until(*reply);
  EXPECT_THAT((*reply)->next_piece(), HasSubstr("\npeeringd_assessment_age_seconds "));
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
