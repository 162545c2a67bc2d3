#include "daemon/commands/local_api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

std::string read_url(const char* url) {
  const auto place = parse_api_url(url);
  if (!place) return "refused";
  return (place->tls ? "tls " : "") + place->at.address.to_string() + " " +
         std::to_string(place->at.port);
}

TEST(LocalApi, ReturnsAUrlOfThisHost) {
  EXPECT_EQ(read_url("http://127.0.0.1:9000"), "127.0.0.1 9000");
  EXPECT_EQ(read_url("http://localhost"), "127.0.0.1 8075");
  EXPECT_EQ(read_url("https://[::1]:9000/"), "tls ::1 9000");
  EXPECT_EQ(read_url("http://[2001:db8::1]"), "2001:db8::1 8075");
  for (const char* wrong : {"", "127.0.0.1", "ftp://127.0.0.1", "http://", "http://example.net",
                            "http://127.0.0.1:", "http://127.0.0.1:0", "http://127.0.0.1:70000",
                            "http://127.0.0.1:80x", "http://127.0.0.1:80/metrics"}) {
    EXPECT_EQ(read_url(wrong), "refused") << wrong;
  }
}

TEST(LocalApi, ReturnsWhereTheDaemonListens) {
  WebConfig web;
  web.listen = {{test::address("192.0.2.1"), 80}, {test::address("127.0.0.1"), 81}};
  EXPECT_EQ(api_place_of(web)->at, (ListenAddress{test::address("192.0.2.1"), 80}));
  web.listen = {{test::address("0.0.0.0"), 80}};
  EXPECT_EQ(api_place_of(web)->at, (ListenAddress{test::address("127.0.0.1"), 80}));
  web.listen = {{test::address("::"), 80}};
  web.tls.emplace();
  EXPECT_EQ(api_place_of(web)->at, (ListenAddress{test::address("::1"), 80}));
  EXPECT_TRUE(api_place_of(web)->tls);
  web.listen = {{test::address("::1"), 0}};
  EXPECT_FALSE(api_place_of(web));
}

}  // namespace
}  // namespace peeringd
