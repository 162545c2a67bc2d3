// Requests for other hosts, and from pages of other sites.
#include "http/host_check.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

const IpAddress loopback = boost::asio::ip::make_address("127.0.0.1");
const IpAddress outside = boost::asio::ip::make_address("192.0.2.1");
const HttpHosts guarded{{}, true};
const HttpHosts named{{"mon.example", "192.0.2.7"}, true};

unsigned status(const std::string& host, const HttpHosts& hosts, const ReachedAt& at) {
  ParsedRequest request;
  request.host = host;
  const auto refused = refuse_host(request, hosts, at);
  return refused ? refused->status : 0;
}

TEST(HostCheck, AcceptsOnlyTheLoopbackOnAGuardedConnection) {
  const ReachedAt here{loopback, true};
  for (const char* host :
       {"127.0.0.1:8075", "127.0.0.1", "127.0.0.9", "localhost", "LOCALHOST:8075", "localhost.",
        "peeringd.localhost", "[::1]:8075", "[::1]"}) {
    EXPECT_EQ(status(host, guarded, here), 0U) << host;
  }
  for (const char* host :
       {"evil.example", "evil.example:8075", "192.0.2.1", "localhost.evil.example",
        "127.0.0.1.evil.example", "user@localhost", "evil.example@127.0.0.1", "", "[::1",
        "[2001:db8::1]", "127.1", "0.0.0.0"}) {
    EXPECT_EQ(status(host, guarded, here), 421U) << host;
  }
}

TEST(HostCheck, AcceptsEveryNameOnOtherConnectionsUnlessNamesAreGiven) {
  EXPECT_EQ(status("whatever.example", guarded, {outside, false}), 0U);
  EXPECT_EQ(status("whatever.example", {}, {loopback, true}), 0U);
  EXPECT_EQ(status("whatever.example", named, {outside, false}), 421U);
  for (const char* host : {"mon.example", "Mon.Example.:9090", "192.0.2.7", "192.0.2.1:8075",
                           "localhost", "127.0.0.1"}) {
    EXPECT_EQ(status(host, named, {outside, false}), 0U) << host;
  }
  EXPECT_EQ(status("mon.example", named, {loopback, true}), 0U);
}

TEST(HostCheck, NamesTheKey) {
  ParsedRequest request;
  request.host = "evil.example";
  EXPECT_NE(refuse_host(request, guarded, {loopback, true})->body.find("web.hosts"),
            std::string::npos);
}

TEST(HostCheck, UsesTheHostOfTheTargetIfItHasOne) {
  ParsedRequest request;
  request.host = "localhost";
  request.authority = "evil.example";
  EXPECT_TRUE(refuse_host(request, guarded, {loopback, true}));
}

TEST(HostCheck, AllowsHttp10WithoutAHost) {
  ParsedRequest request;
  request.http_1_0 = true;
  EXPECT_FALSE(refuse_host(request, guarded, {loopback, true}));
}

bool is_refused(const std::string& method, const std::string& site, const std::string& origin,
                const HttpHosts& hosts = {}) {
  ParsedRequest request;
  request.request.method = method;
  request.host = "localhost:8075";
  request.fetch_site = site;
  request.origin = origin;
  const auto refused = refuse_origin(request, hosts);
  if (refused) {
    EXPECT_EQ(refused->status, 403U);
  }
  return refused.has_value();
}

TEST(OriginCheck, RejectsChangesByPagesOfOtherSites) {
  EXPECT_TRUE(is_refused("POST", "cross-site", ""));
  EXPECT_TRUE(is_refused("POST", "", "https://evil.example"));
  EXPECT_TRUE(is_refused("POST", "", "http://localhost:8076"));
  EXPECT_TRUE(is_refused("POST", "", "http://localhost"));
  EXPECT_TRUE(is_refused("POST", "", "null"));
  EXPECT_TRUE(is_refused("PUT", "same-site", "http://evil.example:8075"));
}

TEST(OriginCheck, AllowsChangesByItsOwnPagesAndByPrograms) {
  EXPECT_FALSE(is_refused("POST", "", ""));
  EXPECT_FALSE(is_refused("POST", "same-origin", "http://LOCALHOST:8075"));
  EXPECT_FALSE(is_refused("POST", "", "https://mon.example", named));
}

TEST(OriginCheck, AllowsReadingByAllPages) {
  EXPECT_FALSE(is_refused("GET", "cross-site", "https://evil.example"));
  EXPECT_FALSE(is_refused("HEAD", "cross-site", "https://evil.example"));
}

}  // namespace
}  // namespace peeringd
