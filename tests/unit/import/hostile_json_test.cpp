#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/import/azure_files.hpp"

namespace peeringd {
namespace {

using test::azure_file;
using test::import_text;
using test::messages_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string only_error_of(std::string_view text) {
  const auto errors = messages_of(import_text(text).errors);
  return errors.size() == 1 ? errors[0] : std::to_string(errors.size()) + " errors";
}

TEST(HostileJson, ReportsLineAndColumn) {
  EXPECT_EQ(only_error_of("{\n  \"value\": [1,]\n}"), "a.json:2:15: not valid JSON: syntax error");
  EXPECT_EQ(only_error_of("[]\n[}"), "a.json:2:2: not valid JSON: syntax error");
}

TEST(HostileJson, ReportsEmptyTextAndOtherTypes) {
  EXPECT_EQ(only_error_of(" \r\n"), "a.json: is empty; expected JSON");
  EXPECT_EQ(only_error_of("[]"), "a.json: has no peering service");
  EXPECT_EQ(only_error_of("[7]"), "a.json: [0]: expected an object or a list of them");
  EXPECT_THAT(only_error_of("{}"), HasSubstr("a.json: is not a peering service"));
  EXPECT_THAT(only_error_of(R"([{"type": "Microsoft.Compute/disks"}])"),
              HasSubstr("a.json: [0]: is of the type \"Microsoft.Compute/disks\"; expected"));
}

TEST(HostileJson, ReportsErrorsFromAzure) {
  EXPECT_EQ(only_error_of(R"({"error":{"code":"AuthorizationFailed","message":"bad key: 0123"}})"),
            "a.json: is an error response from Azure: AuthorizationFailed");
}

TEST(HostileJson, ReportsValuesOfAnotherType) {
  const auto errors = messages_of(
      import_text(R"([{"type":"Microsoft.Peering/peeringServices","id":7,"properties":[]}])")
          .errors);
  EXPECT_THAT(errors, ElementsAre("a.json: [0]: expected a text as id", "a.json: [0]: has no id"));
}

TEST(HostileJson, ReportsTextThatNoConfigurationCanHold) {
  const std::string item = test::service_json("a");
  const std::string bad = item.substr(0, item.find("\"P\"")) + R"("a\nb"}})";
  EXPECT_THAT(messages_of(import_text(bad + R"({"value":[]})").errors),
              ElementsAre(HasSubstr("has a provider that a configuration cannot hold")));
}

TEST(HostileJson, RejectsDeepNesting) {
  EXPECT_THAT(only_error_of(std::string(100'000, '[')), HasSubstr("nested too deeply"));
}

TEST(HostileJson, IsNeverQuotedInMessages) {
  for (const char* text :
       {"{\"key\": \"secret-of-azure\" x", "\"secret-of-azure", "secret-of-azure"}) {
    EXPECT_THAT(only_error_of(text), Not(HasSubstr("secret"))) << text;
  }
}

// Each cut gives an error with the place of the end.
TEST(HostileJson, SurvivesEveryTruncation) {
  for (const char* name : {"arm-services.json", "az-peering.json", "powershell.json"}) {
    const std::string text = azure_file(name).text;
    for (std::size_t size = 2; size + 3 < text.size(); size += 41) {
      const ImportResult result = import_text(std::string_view(text).substr(0, size));
      EXPECT_FALSE(result.errors.empty()) << name << " up to " << size;
      EXPECT_TRUE(result.text.empty());
    }
  }
}

TEST(HostileJson, SurvivesAnyChangedByte) {
  const std::string text = azure_file("az-peering.json").text;
  for (std::size_t at = 0; at < text.size(); at += 31) {
    for (const char byte : {'\0', '{', '"', '\xff', '9'}) {
      std::string changed = text;
      changed[at] = byte;
      const ImportResult result = import_text(changed);
      EXPECT_EQ(result.text.empty(), !result.errors.empty());
    }
  }
}

}  // namespace
}  // namespace peeringd
