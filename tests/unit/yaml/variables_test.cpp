#include "yaml/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using testing::HasSubstr;

Variables some_variables() {
  return {[](const std::string& name) -> std::optional<std::string> {
            if (name == "A") return "alpha";
            if (name == "_b2") return "beta $ ${A}";
            if (name == "EMPTY") return "";
            return std::nullopt;
          },
          {"KEPT"}};
}

std::string expanded(std::string_view text) {
  const auto result = expand_variables(text, some_variables());
  return result ? result->text : "error: " + result.error().message;
}

bool has_values(std::string_view text) {
  return expand_variables(text, some_variables())->has_values;
}

TEST(Variables, AreReplacedAnywhereInAValue) {
  EXPECT_EQ(expanded("${A}"), "alpha");
  EXPECT_EQ(expanded("x${A}y${A}"), "xalphayalpha");
  EXPECT_EQ(expanded("${EMPTY}"), "");
}

TEST(Variables, AreNotReplacedInValuesOfOtherVariables) {
  EXPECT_EQ(expanded("${_b2}"), "beta $ ${A}");
}

TEST(Variables, UseTheirDefaultIfUnsetOrEmpty) {
  EXPECT_EQ(expanded("${NONE:-x}"), "x");
  EXPECT_EQ(expanded("${NONE:-}"), "");
  EXPECT_EQ(expanded("${NONE:-a:-b $c}"), "a:-b $c");
  EXPECT_EQ(expanded("${EMPTY:-x}"), "x");
  EXPECT_EQ(expanded("${A:-x}"), "alpha");
}

TEST(Variables, KeepOtherDollarSigns) {
  for (const char* text : {"", "$", "$A", "a$", "$$", "$y$10$abc", "{A}", "$(A)"}) {
    EXPECT_EQ(expanded(text), text);
    EXPECT_FALSE(has_variables(text)) << text;
  }
}

TEST(Variables, AreEscapedByTwoDollarSigns) {
  EXPECT_EQ(expanded("$${A}"), "${A}");
  EXPECT_EQ(expanded("$$${A}"), "$${A}");
  EXPECT_EQ(expanded("$${A}${A}"), "${A}alpha");
  EXPECT_TRUE(has_variables("$${A}"));
}

TEST(Variables, AreKeptAsWrittenOnRequest) {
  EXPECT_EQ(expanded("${KEPT}/x"), "${KEPT}/x");
  EXPECT_FALSE(has_values("${KEPT}"));
}

TEST(Variables, AreDistinguishedFromDefaults) {
  EXPECT_TRUE(has_values("x${A}"));
  EXPECT_TRUE(has_values("${EMPTY}"));
  EXPECT_FALSE(has_values("${NONE:-x}"));
  EXPECT_FALSE(has_values("$${A}"));
}

TEST(Variables, ReportAnUnsetVariable) {
  EXPECT_EQ(expanded("${A}${NONE}"),
            "error: the variable NONE is not set; set it, or write ${NONE:-default}");
  EXPECT_FALSE(expand_variables("${A}", {}));
}

TEST(Variables, ReportASyntaxErrorWithoutQuotingIt) {
  for (const char* text : {"${", "${A", "x ${secret word}", "${}", "${1A}", "${A-x}", "${A.b}",
                           "${ A}", "${:-x}", "${\xc3\xa4}"}) {
    EXPECT_THAT(expanded(text), testing::AllOf(testing::StartsWith("error: ${ begins a variable, "),
                                               HasSubstr("for the text ${ itself, write $${"),
                                               testing::Not(HasSubstr("secret"))))
        << text;
  }
  EXPECT_THAT(expanded("${NONE:-${A}}"), HasSubstr("contains another variable"));
}

}  // namespace
}  // namespace peeringd
