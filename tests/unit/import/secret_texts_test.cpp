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

TEST(SecretTexts, FindKeysAtAnyDepth) {
  const SecretTexts secrets = secrets_in(
      R"([{"peeringServicePrefixKey": "prefix-key-1", "name": "not-a-key"},)"
      R"( {"properties": {"logAnalyticsWorkspaceProperties": {"Key": "workspace-key"}}},)"
      R"( {"LogAnalyticWorkspacePropertyKey": "powershell-key", "clientSecret": "client-secret"}])");
  for (const char* text : {"prefix-key-1", "workspace-key", "powershell-key", "client-secret"}) {
    EXPECT_EQ(secrets.without("a " + std::string(text) + " b"), "a … b");
  }
  EXPECT_EQ(secrets.without("not-a-key"), "not-a-key");
}

TEST(SecretTexts, AreReplacedCompletelyEachTime) {
  const SecretTexts secrets =
      secrets_in(R"([{"key": "12345678"}, {"key": "123456789abc"}, {"key": "1234567899"}])");
  EXPECT_EQ(secrets.without("123456789abc12345678"), "……");
  EXPECT_EQ(secrets.without("x12345678y12345678z"), "x…y…z");
  EXPECT_EQ(secrets.without("x123456789y"), "x…y") << "the beginning of a longer one";
  EXPECT_EQ(secrets.without("1234567"), "1234567");
  EXPECT_EQ(secrets.without(""), "");
}

TEST(SecretTexts, FindAllTextsBelowASecretName) {
  const SecretTexts secrets = secrets_in(
      R"([{"keys": ["first-key", {"name": "x", "value": "second-key"}], "key1": "third-key"},)"
      R"( {"primarySAS": "fourth-key", "ConnectionString": "Endpoint=sb://x"}, "an-item-of-it",)"
      R"( {"accessKeys": {"primary": {"value": "fifth-key"}}, "keyless": "not-hidden"}])");
  for (const char* text :
       {"first-key", "second-key", "third-key", "fourth-key", "fifth-key", "Endpoint=sb://x"}) {
    EXPECT_EQ(secrets.without("a " + std::string(text) + " b"), "a … b");
  }
  EXPECT_EQ(secrets.without("an-item-of-it not-hidden"), "an-item-of-it not-hidden");
}

TEST(SecretTexts, AreReplacedEvenInPart) {
  const SecretTexts secrets = secrets_in(R"({"key": "0123456789abcdef0123456789abcdef-the-rest"})");
  EXPECT_EQ(secrets.without("a 0123456789abcdef0123456789abcdef-the b"), "a … b");
  EXPECT_EQ(secrets.without("a 0123456789abcdef b"), "a 0123456789abcdef b");
}

// With time in proportion to the square of the size, this would take minutes.
TEST(SecretTexts, AreReplacedInLinearTime) {
  std::string keys = "[";
  for (int i = 0; i < 20'000; ++i) {
    keys += R"({"key":"aaaaaaaa)" + std::to_string(i) + "!\"},";
  }
  keys += R"({"key":")" + std::string(1'000'000, 'b') + "!\"}]";
  const SecretTexts secrets = secrets_in(keys.c_str());
  const std::string text(50'000, 'a');
  EXPECT_EQ(secrets.without(text), text);
  EXPECT_EQ(secrets.without(std::string(999'000, 'b')), "…");
}

TEST(SecretTexts, AreNotReplacedIfTheyAreShort) {
  EXPECT_EQ(secrets_in(R"({"key": "a"})").without("a banana"), "a banana");
}

}  // namespace
}  // namespace peeringd
