#include "http/router.hpp"

#include <gmock/gmock.h>

namespace peeringd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Router sample_router() {
  Router router;
  router.add("GET", "/metrics", always(plain_text(200, "got")));
  router.add("POST", "/metrics", always(plain_text(200, "posted")));
  router.add("POST", "/-/reload", always(plain_text(200, "reloaded")));
  const auto echo = [](const HttpRequest& request, const HttpReply& reply) {
    std::string text;
    for (const auto& [name, value] : request.parameters) text += name + "=" + value + ";";
    reply(plain_text(200, text));
  };
  router.add("GET", "/groups/{name}/compare", echo);
  router.add("GET", "/groups/{name}/with/{other}", echo);
  router.add("GET", "/groups/all/compare", always(plain_text(200, "all of them")));
  return router;
}

/// The response of the router or its handler.
HttpResponse answer(const std::string& method, const std::string& path) {
  const Router router = sample_router();
  const auto found = router.find({method, path, "", {}});
  if (const auto* refusal = std::get_if<HttpResponse>(&found)) return *refusal;
  HttpResponse response;
  const auto& match = std::get<RouteMatch>(found);
  match.route->handler(match.request, [&](HttpResponse r) { response = std::move(r); });
  return response;
}

TEST(Router, FindsTheHandlerOfPathAndMethod) {
  EXPECT_EQ(answer("GET", "/metrics").body, "got");
  EXPECT_EQ(answer("POST", "/metrics").body, "posted");
}

TEST(Router, UsesTheHandlerOfGetForHead) {
  EXPECT_EQ(answer("HEAD", "/metrics").body, "got");
}

TEST(Router, ListsTheKnownPathsForAnUnknownOne) {
  const HttpResponse response = answer("GET", "/metrics/");
  EXPECT_EQ(response.status, 404U);
  EXPECT_THAT(response.body, HasSubstr("\n/groups/{name}/with/{other}\n/metrics\n"));
}

TEST(Router, DoesNotEchoTheRequest) {
  EXPECT_THAT(answer("GET", "/<script>").body, Not(HasSubstr("script")));
}

TEST(Router, ListsTheAllowedMethodsForAnotherOne) {
  const HttpResponse response = answer("DELETE", "/metrics");
  EXPECT_EQ(response.status, 405U);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].name, "Allow");
  EXPECT_EQ(response.headers[0].value, "GET, HEAD, POST");
}

TEST(Router, GivesTheHandlerTheParametersOfThePath) {
  EXPECT_EQ(answer("GET", "/groups/west/compare").body, "name=west;");
  EXPECT_EQ(answer("GET", "/groups/west%20%2f%C3%A9/compare").body, "name=west /é;");
  EXPECT_EQ(answer("GET", "/groups/a/with/b+c").body, "name=a;other=b+c;");
}

TEST(Router, PrefersALiteralSegment) {
  EXPECT_EQ(answer("GET", "/groups/all/compare").body, "all of them");
  EXPECT_EQ(answer("GET", "/groups/%61ll/compare").body, "all of them");
  EXPECT_EQ(answer("GET", "/groups/all/with/x").body, "name=all;other=x;");
}

TEST(Router, MatchesWholeSegmentsThatAreNotEmpty) {
  for (const char* path :
       {"/groups//compare", "/groups/a/b/compare", "/groups/a/compare/", "/groups/a",
        "/groups%2fa/compare", "/metrics%2f", "//metrics", "/x/../metrics"}) {
    EXPECT_EQ(answer("GET", path).status, 404U) << path;
  }
}

TEST(Router, RefusesAPathWithAnInvalidEncoding) {
  for (const char* path : {"/%", "/%4", "/%4g", "/%+1", "/groups/%ff/compare", "/a%00"}) {
    EXPECT_EQ(answer("GET", path).status, 400U) << path;
  }
  EXPECT_EQ(answer("GET", "/groups/%zz/compare").body,
            "in the path: invalid percent-encoding; write a percent sign as %25\n");
}

TEST(Router, RefusesHeadForAPageWithoutGet) {
  EXPECT_EQ(answer("HEAD", "/-/reload").status, 405U);
  EXPECT_EQ(answer("GET", "/-/reload").headers.at(0).value, "POST");
}

}  // namespace
}  // namespace peeringd
