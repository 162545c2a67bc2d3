// Authentication by user name and password.
#include <gtest/gtest.h>

#include <deque>
#include <string>

#include "support/base64.hpp"
#include "test_server.hpp"

namespace peeringd::test {
namespace {

// crypt(3) hashes of "open sesame" and "".
constexpr const char* hash = "$2b$04$TellMeWhoYouAreFrienduukYmb8g/iNb4wGjF3GWPZXNEVRpQ93q";
constexpr const char* hash_of_nothing =
    "$2b$04$NothingWillComeOfNothua5/4gKdZkNk7h7BgbP8ZbspzZhqGk4W";

HttpSetup with_users(std::map<std::string, std::string> users) {
  HttpSetup setup;
  setup.web.basic_auth_users = std::move(users);
  return setup;
}

std::string basic(const std::string& user_and_password) {
  return "Authorization: Basic " + test::base64(user_and_password) + "\r\n";
}

class HttpAccessTest : public ::testing::Test {
 protected:
  int status(const std::string& field, std::string_view path = "/") {
    return RawClient(server_.port).get(path, field).status;
  }

  TestServer server_{patient(), with_users({{"prometheus", hash}, {"nobody", hash_of_nothing}})};
};

TEST_F(HttpAccessTest, AdmitsACorrectPasswordRepeatedly) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status(basic("prometheus:open sesame")), 200);
  RawClient kept(server_.port);
  EXPECT_EQ(kept.get("/", basic("prometheus:open sesame")).status, 200);
  EXPECT_EQ(kept.get("/", basic("prometheus:open sesame")).status, 200);
  EXPECT_EQ(kept.get("/").status, 401) << "each request needs the password";
}

TEST_F(HttpAccessTest, RequestsAPasswordWithAChallenge) {
  const Received refused = RawClient(server_.port).get("/");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.fields.at("www-authenticate"), "Basic realm=\"peeringd\", charset=\"UTF-8\"");
}

TEST_F(HttpAccessTest, RefusesEverythingElse) {
  for (const std::string& field :
       {basic("prometheus:wrong"), basic("prometheus:"), basic("prometheus"),
        basic("someone:open sesame"), basic(":"),
        basic(std::string("prometheus:open sesame\0x", 24)),
        std::string("Authorization: Basic !!!!\r\n"),
        std::string("Authorization: Basic cHJvbWV0aGV1czpvcGVuIHNlc2FtZQ\xc3\xc3\r\n"),
        std::string("Authorization: Basic\r\n"),
        std::string("Authorization: Bearer prometheus\r\n"), std::string("Authorization: \r\n")}) {
    EXPECT_EQ(status(field), 401) << field;
    EXPECT_EQ(status(field), 401) << field << " a second time";
  }
}

TEST_F(HttpAccessTest, ProtectsEveryPathEvenUnknownOnes) {
  EXPECT_EQ(status("", "/nothing"), 401);
  EXPECT_EQ(status(basic("prometheus:open sesame"), "/nothing"), 404);
}

TEST_F(HttpAccessTest, DistinguishesAnEmptyPasswordFromNone) {
  EXPECT_EQ(status(basic("nobody:")), 200);
  EXPECT_EQ(status(basic("nobody")), 401);
}

TEST_F(HttpAccessTest, ForgetsARemovedUserAtTheNextRequest) {
  RawClient client(server_.port);
  ASSERT_EQ(client.get("/", basic("prometheus:open sesame")).status, 200);
  HttpSetup setup = with_users({{"nobody", hash_of_nothing}});
  setup.web.listen = {{localhost, 0}};
  ASSERT_TRUE(use(server_.server, setup));
  EXPECT_EQ(client.get("/", basic("prometheus:open sesame")).status, 401);
  setup.web.basic_auth_users.clear();
  ASSERT_TRUE(use(server_.server, setup));
  EXPECT_EQ(client.get("/").status, 200) << "without users, everyone must be admitted";
}

TEST_F(HttpAccessTest, ChecksThePasswordOfOneClientAmongManyWithWrongOnes) {
  std::deque<RawClient> crowd;
  for (int i = 0; i < 24; ++i) {
    crowd.emplace_back(server_.port)
        .send("GET / HTTP/1.1\r\nHost: test\r\n" + basic("prometheus:wrong" + std::to_string(i)) +
              "\r\n");
  }
  EXPECT_EQ(status(basic("prometheus:open sesame")), 200);
  for (RawClient& client : crowd) EXPECT_EQ(client.receive().status, 401);
}

}  // namespace
}  // namespace peeringd::test
