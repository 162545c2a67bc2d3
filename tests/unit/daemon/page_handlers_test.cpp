#include "daemon/web/page_handlers.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "unit/daemon/web_handlers_fixture.hpp"

namespace peeringd {
namespace {

using test::WebHandlers;
using testing::HasSubstr;

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

}  // namespace
}  // namespace peeringd
