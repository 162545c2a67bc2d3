#include "fleet/store_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(StoreUrl, ReadsHttpAndHttpsUrls) {
  const auto plain = parse_store_url("http://store.example.net:9090/");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "store.example.net");
  EXPECT_EQ(plain->port, 9090);
  EXPECT_EQ(plain->path, "");
  EXPECT_EQ(plain->text, "http://store.example.net:9090");
  const auto path = parse_store_url("https://[2001:db8::1]/select/0/prometheus");
  ASSERT_TRUE(path);
  EXPECT_TRUE(path->tls);
  EXPECT_EQ(path->host, "2001:db8::1");
  EXPECT_EQ(path->port, 443);
  EXPECT_EQ(path->path, "/select/0/prometheus");
}

TEST(StoreUrl, RefusesInvalidUrls) {
  for (const char* url :
       {"", "store:9090", "ftp://store", "http://", "http://:9090", "http://a:0", "http://a:99999",
        "http://a b", "http://[::1", "http://a/?x=1", "http://a/b\r\nX: y"}) {
    EXPECT_FALSE(parse_store_url(url)) << url;
  }
}

TEST(StoreUrl, DoesNotRepeatAPassword) {
  const auto url = parse_store_url("http://user:secret@store:9090");
  ASSERT_FALSE(url);
  EXPECT_THAT(url.error().message, HasSubstr("--password-file"));
  EXPECT_THAT(url.error().message, Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace peeringd
