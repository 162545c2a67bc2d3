#include "config/web.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;

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

// What has an error may be what restricts access.
TEST(Openness, IsUnknownWhileUsersOrTlsHaveErrors) {
  for (const char* const keys :
       {"basic_auth_users: {noc: nonsense}", "basic_auth_users: {noc: {password_file: none}}",
        "tls: {client_ca_file: none}"}) {
    const auto messages = test::WrittenFiles().messages_for(
        "web: {listen: [\"0.0.0.0:8075\"], " + std::string(keys) +
        "}\n"
        "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
        "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [auto]}]\n");
    EXPECT_FALSE(messages.empty()) << keys;
    EXPECT_THAT(messages, Each(Not(HasSubstr("other hosts can read")))) << keys;
  }
}

}  // namespace
}  // namespace peeringd
