#include "http/index_page.hpp"

#include <gmock/gmock.h>

namespace peeringd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(IndexPage, LinksEachPageWithItsDescription) {
  const std::vector<IndexLink> links{{"/metrics", "For Prometheus"}, {"/-/ready", "Is it ready"}};
  const std::string page = index_page("peeringd", "1.2.3", "Telemetry", links);
  EXPECT_THAT(page, HasSubstr("<a href=\"/metrics\">/metrics</a> <span>For Prometheus</span>"));
  EXPECT_THAT(page, HasSubstr("<a href=\"/-/ready\">/-/ready</a> <span>Is it ready</span>"));
  EXPECT_THAT(page, HasSubstr("1.2.3"));
}

TEST(IndexPage, EscapesEverythingThatItIsGiven) {
  const std::vector<IndexLink> links{{"/?a=1&b=\"2'", "<b>bold</b>"}};
  const std::string page = index_page("<name>", "<1>", "<what>", links);
  EXPECT_THAT(page, HasSubstr("href=\"/?a=1&amp;b=&quot;2&#39;\""));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;bold&lt;/b&gt;"));
  EXPECT_THAT(page, HasSubstr("<title>&lt;name&gt;</title>"));
  for (const char* raw : {"<name>", "<1>", "<what>", "<b>"}) EXPECT_THAT(page, Not(HasSubstr(raw)));
}

TEST(IndexPage, LoadsNothingAndRunsNothing) {
  const std::string page = index_page("peeringd", "1", "", {});
  for (const char* outside : {"<script", "<link", "src=", "url(", "@import", "http"}) {
    EXPECT_THAT(page, Not(HasSubstr(outside)));
  }
}

}  // namespace
}  // namespace peeringd
