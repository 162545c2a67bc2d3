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
  return router;
}

/// What the router, or the handler that it names, answers.
HttpResponse answer(const std::string& method, const std::string& path) {
  const Router router = sample_router();
  const HttpRequest request{method, path, ""};
  const auto found = router.find(request);
  if (const auto* refusal = std::get_if<HttpResponse>(&found)) return *refusal;
  HttpResponse response;
  (*std::get<const HttpHandler*>(found))(request, [&](HttpResponse r) { response = std::move(r); });
  return response;
}

TEST(Router, FindsTheHandlerOfPathAndMethod) {
  EXPECT_EQ(answer("GET", "/metrics").body, "got");
  EXPECT_EQ(answer("POST", "/metrics").body, "posted");
}

TEST(Router, TakesHeadToTheHandlerOfGet) {
  EXPECT_EQ(answer("HEAD", "/metrics").body, "got");
}

TEST(Router, NamesTheKnownPathsForAnUnknownOne) {
  const HttpResponse response = answer("GET", "/metrics/");
  EXPECT_EQ(response.status, 404U);
  EXPECT_THAT(response.body, HasSubstr("\n/-/reload\n/metrics\n"));
}

TEST(Router, SendsNothingOfTheRequestBack) {
  EXPECT_THAT(answer("GET", "/<script>").body, Not(HasSubstr("script")));
}

TEST(Router, NamesTheAllowedMethodsForAnotherOne) {
  const HttpResponse response = answer("DELETE", "/metrics");
  EXPECT_EQ(response.status, 405U);
  ASSERT_EQ(response.headers.size(), 1U);
  EXPECT_EQ(response.headers[0].name, "Allow");
  EXPECT_EQ(response.headers[0].value, "GET, HEAD, POST");
}

TEST(Router, DoesNotTakeHeadToAPageWithoutGet) {
  EXPECT_EQ(answer("HEAD", "/-/reload").status, 405U);
  EXPECT_EQ(answer("GET", "/-/reload").headers.at(0).value, "POST");
}

}  // namespace
}  // namespace peeringd
