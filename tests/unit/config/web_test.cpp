#include "config/web.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

WebConfig listening_on(const char* address) {
  WebConfig web;
  web.listen = {parse_listen_address(address).value()};
  return web;
}

std::string lack_of(const WebConfig& web) {
  const auto openness = openness_of(web);
  return openness ? openness->lack : "";
}

TEST(Openness, IsWhatTlsAndUsersLeaveOut) {
  WebConfig web = listening_on("0.0.0.0:8075");
  EXPECT_EQ(lack_of(web), "without a password and without encryption");
  web.basic_auth_users = {{"reader", "hash"}};
  EXPECT_EQ(lack_of(web), "without encryption");
  web.tls.emplace();
  EXPECT_EQ(lack_of(web), "");
  web.basic_auth_users.clear();
  EXPECT_EQ(lack_of(web), "without a password");
  web.tls->client_ca_file = "clients.pem";
  EXPECT_EQ(lack_of(web), "");
}

TEST(Openness, DoesNotConcernLoopbackAlone) {
  WebConfig web = listening_on("[::1]:8075");
  EXPECT_EQ(lack_of(web), "");
  web.listen.push_back(parse_listen_address("192.0.2.1:8075").value());
  EXPECT_EQ(lack_of(web), "without a password and without encryption");
}

}  // namespace
}  // namespace peeringd
