#include "import/secret_texts.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace peeringd {
namespace {

SecretTexts secrets_in(const char* text) {
  SecretTexts secrets;
  secrets.note(boost::json::parse(text));
  return secrets;
}

TEST(SecretTexts, AreTheKeysAtAnyDepth) {
  const SecretTexts secrets = secrets_in(
      R"([{"peeringServicePrefixKey": "prefix-key-1", "name": "not-a-key"},)"
      R"( {"properties": {"logAnalyticsWorkspaceProperties": {"Key": "workspace-key"}}},)"
      R"( {"LogAnalyticWorkspacePropertyKey": "powershell-key", "clientSecret": "client-secret"}])");
  for (const char* text : {"prefix-key-1", "workspace-key", "powershell-key", "client-secret"}) {
    EXPECT_EQ(secrets.without("a " + std::string(text) + " b"), "a … b");
  }
  EXPECT_EQ(secrets.without("not-a-key"), "not-a-key");
}

TEST(SecretTexts, AreReplacedEachTimeAndAsAWhole) {
  const SecretTexts secrets =
      secrets_in(R"([{"key": "12345678"}, {"key": "123456789abc"}, {"key": "1234567899"}])");
  EXPECT_EQ(secrets.without("123456789abc12345678"), "……");
  EXPECT_EQ(secrets.without("x12345678y123456789"), "x…y…9");
  EXPECT_EQ(secrets.without("1234567"), "1234567");
  EXPECT_EQ(secrets.without(""), "");
}

TEST(SecretTexts, AreNotReplacedIfTheyAreShort) {
  EXPECT_EQ(secrets_in(R"({"key": "a"})").without("a banana"), "a banana");
}

}  // namespace
}  // namespace peeringd
