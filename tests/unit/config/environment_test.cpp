// Variables in the values of a configuration, from the environment or from a file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/variable_file.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

LoadOptions with_variables(VariableValues values) {
  LoadOptions options;
  options.variables = [values = std::move(values)](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
  return options;
}

class Environment : public testing::Test {
 protected:
  Config load(const std::string& text, VariableValues values) {
    files_.write(text);
    return load_config(files_.path(), with_variables(std::move(values))).config;
  }

  std::vector<std::string> messages(const std::string& text, VariableValues values) {
    files_.write(text);
    return files_.messages(with_variables(std::move(values)));
  }

  test::WrittenFiles files_;
};

const std::string partner_of_variable =
    "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
    "connections: [{name: a, partner: '${PARTNER}', location: {country: DE}, prefixes: [auto]}]\n";

TEST_F(Environment, ReplacesVariablesInValues) {
  const Config config = load(
      "site: ${SITE}\nprobing: {interval: '${INTERVAL:-20s}'}\n"
      "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
      "connections: [{name: 'a-${SITE}', site: '${SITE}', partner: 'P $${x}',\n"
      "  location: {country: DE}, prefixes: ['${PREFIX}']}]\n",
      {{"SITE", "ams"}, {"PREFIX", "203.0.113.0/24"}});
  EXPECT_EQ(config.site, "ams");
  EXPECT_EQ(config.connections[0].name, "a-ams");
  EXPECT_EQ(config.connections[0].partner, "P ${x}");
  EXPECT_EQ(config.connections[0].prefixes[0].label, "203.0.113.0/24");
  EXPECT_EQ(config.endpoints[0].probes[0].interval, std::chrono::seconds(20));
}

TEST_F(Environment, ReplacesVariablesInIncludedFilesAndInTheirNames) {
  files_.write(partner_of_variable, "fleet.yaml");
  EXPECT_EQ(load("include: ['${FILE}.yaml']\n", {{"FILE", "fleet"}, {"PARTNER", "Contoso"}})
                .connections[0]
                .partner,
            "Contoso");
}

TEST_F(Environment, DoesNotReplaceVariablesInKeys) {
  EXPECT_THAT(messages("'${KEY}': 1\n" + partner_of_variable, {{"KEY", "site"}, {"PARTNER", "P"}}),
              ElementsAre(HasSubstr("c.yaml:1:1: ${KEY}: unknown key")));
}

TEST_F(Environment, ReportsTheLocationOfEveryUnsetVariable) {
  EXPECT_THAT(
      messages("probing: {interval: '${INTERVAL}', window: '${}'}\n" + partner_of_variable, {}),
      ElementsAre("c.yaml:1:21: probing.interval: the variable INTERVAL is not set; set it, "
                  "or write ${INTERVAL:-default}",
                  HasSubstr("c.yaml:1:44: probing.window: ${ begins a variable, and no name"),
                  "c.yaml:3:34: connections[0].partner: the variable PARTNER is not set; "
                  "set it, or write ${PARTNER:-default}"));
}

TEST_F(Environment, ReportsOnlyTheUnsetVariableAndNoMissingValue) {
  EXPECT_THAT(
      messages("web: ${W}\nprobing: {rtt_buckets: '${B}'}\nalerts: ${A}\n" + partner_of_variable,
               {{"PARTNER", "P"}}),
      ElementsAre(HasSubstr("web: the variable W is not set"),
                  HasSubstr("probing.rtt_buckets: the variable B is not set"),
                  HasSubstr("alerts: the variable A is not set")));
}

TEST_F(Environment, SuggestsQuotesWithinBrackets) {
  EXPECT_THAT(
      messages("probing: {window: '${W}', interval: ${I}}\n" + partner_of_variable, {}),
      ElementsAre("c.yaml:1:37: not valid YAML: within brackets, YAML takes the { of ${ for "
                  "a map; put the value in quotes"));
  EXPECT_THAT(messages("include: [a, ${FILE}]\n" + partner_of_variable, {}),
              ElementsAre(HasSubstr("c.yaml:1:14: not valid YAML: within brackets")));
}

TEST_F(Environment, NeverShowsAValue) {
  const std::string value = "hunter2 \x1b";
  const auto lines = messages(
      "site: ${S}\n"
      "web: {listen: ['${S}'], allow_reload: '${S}', basic_auth_users: {a: '${S}'}}\n"
      "probing: {interval: '${S}', window: '${T}', rtt_buckets: '${T}'}\n"
      "alerts: {latency: {critical: '${S}'}, loss: '${T}', pop_change: '${T}', for: '${T}'}\n"
      "include: ['${T}/x.yaml', '${S}']\n"
      "endpoints: [{name: '${T} x', host: '${T}_', probes: ['${T}', {type: '${T}'}, {type: https, "
      "headers: {A: '${S}'}, path: '${T}', expect_body: {matches: '(${T}'}}]}]\n"
      "connections:\n"
      "  - {name: '${T} x', partner: '${S}', location: {country: '${T}', state: '${S}'},\n"
      "     prefixes: ['${T}', {prefix: '${T}/1', source: '${T}', mark: '${T}', dscp: '${T}',\n"
      "     interface: '${T}/'}], endpoints: ['${T}'], labels: {a: '${S}'}, site: '${T} ',\n"
      "     redundancy_group: '${T} ', maintenance: [{from: '${T}', to: '${T}'}], standby: "
      "'${T}',\n"
      "     edge: {primary: '${T}'}}\n",
      {{"S", value}, {"T", "hunter2"}});
  EXPECT_GT(lines.size(), 25U);
  for (const std::string& line : lines) {
    if (line.find("include") != std::string::npos) continue;  // names of files are shown
    EXPECT_THAT(line, Not(HasSubstr("hunter2")));
  }
}

TEST_F(Environment, ReportsValuesOfVariablesAsWritten) {
  EXPECT_THAT(
      messages("probing: {interval: '${I}'}\n" + partner_of_variable,
               {{"I", "10"}, {"PARTNER", "P"}}),
      ElementsAre("c.yaml:1:21: probing.interval: expected a duration like 10s, found the value of "
                  "\"${I}\""));
}

TEST_F(Environment, ReportsAnInvalidDefault) {
  EXPECT_THAT(
      messages("probing: {interval: '${I:-10}'}\n" + partner_of_variable, {{"PARTNER", "P"}}),
      ElementsAre(HasSubstr("probing.interval: \"10\" lacks a unit")));
}

TEST(VariableFile, ReadsTheFormatOfAnEnvironmentFile) {
  EXPECT_THAT(
      parse_variables("# a comment\n; another\n\nA=1\n B = two words \r\n"
                      "C=\"in quotes \"\nD='x'\nE=\nF=a=b\nG=\"\nA=2")
          .value(),
      ElementsAre(testing::Pair("A", "2"), testing::Pair("B", "two words"),
                  testing::Pair("C", "in quotes "), testing::Pair("D", "x"), testing::Pair("E", ""),
                  testing::Pair("F", "a=b"), testing::Pair("G", "\"")));
  EXPECT_THAT(parse_variables("").value(), IsEmpty());
}

TEST(VariableFile, ReportsAnInvalidLineWithoutQuotingIt) {
  for (const char* text : {"A=1\n\nhunter2\n", "A=1\n#\n=hunter2"}) {
    EXPECT_EQ(parse_variables(text).error().message, "line 3 is not NAME=VALUE");
  }
}

}  // namespace
}  // namespace peeringd
