// Merge keys (`<<`) and keys of the user's own (`x-…`), so that many connections need no copies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string merge_endpoints = "endpoints: [{name: teams, host: teams.microsoft.com}]\n";

Config load_merged(const std::string& text) {
  const test::WrittenFiles files;
  files.write(merge_endpoints + text);
  return load_config(files.path()).config;
}

/// The first line of `text` is the second one of the file.
std::vector<std::string> merge_messages(const std::string& text) {
  return test::WrittenFiles().messages_for(merge_endpoints + text);
}

TEST(Merge, TakesTheKeysOfAMap) {
  const Config config = load_merged(
      "x-branch: &branch {partner: Contoso, location: {country: DE}, labels: {kind: branch}}\n"
      "connections:\n"
      "  - {<<: *branch, name: a, prefixes: [203.0.113.0/24]}\n"
      "  - {name: b, prefixes: [198.51.100.0/24], <<: *branch}\n");
  for (const ConnectionConfig& connection : config.connections) {
    EXPECT_EQ(connection.partner, "Contoso");
    EXPECT_EQ(connection.location.country, "DE");
    EXPECT_EQ(connection.labels.at("kind"), "branch");
  }
  EXPECT_EQ(config.connections[1].name, "b");
}

TEST(Merge, PrefersTheKeysThatAreWritten) {
  const Config config = load_merged(
      "connections:\n"
      "  - &first {name: a, partner: Contoso, location: {country: DE}, prefixes: "
      "[203.0.113.0/24],\n"
      "            labels: {kind: branch}}\n"
      "  - {<<: *first, name: b, labels: {}, prefixes: [198.51.100.0/24]}\n"
      "  - {name: c, partner: Fabrikam, prefixes: [192.0.2.0/24], <<: *first}\n");
  EXPECT_EQ(config.connections[1].name, "b");
  EXPECT_THAT(config.connections[1].labels, IsEmpty());
  EXPECT_EQ(config.connections[2].partner, "Fabrikam");
}

TEST(Merge, TakesTheFirstOfSeveralMapsThatHasAKey) {
  const Config config = load_merged(
      "x-one: &one {partner: One}\n"
      "x-two: &two {partner: Two, location: {country: NL}}\n"
      "x-three: &three {<<: *two, location: {country: FR}}\n"
      "connections:\n"
      "  - {<<: [*one, *two], name: a, prefixes: [203.0.113.0/24]}\n"
      "  - {<<: [*three, *one], name: b, prefixes: [198.51.100.0/24]}\n");
  EXPECT_EQ(config.connections[0].partner, "One");
  EXPECT_EQ(config.connections[0].location.country, "NL");
  EXPECT_EQ(config.connections[1].partner, "Two");
  EXPECT_EQ(config.connections[1].location.country, "FR");
}

TEST(Merge, ReportsAMergedValueWhereItIsWritten) {
  EXPECT_THAT(merge_messages("x-branch: &branch {partner: Contoso, location: {country: UK}}\n"
                             "connections:\n"
                             "  - {<<: *branch, name: a, prefixes: [203.0.113.0/24]}\n"),
              ElementsAre(HasSubstr("c.yaml:2:58: connections[0].location.country: ")));
}

TEST(Merge, ReportsUnknownAndMissingKeysAsUsual) {
  EXPECT_THAT(merge_messages("x-branch: &branch {partnr: Contoso, location: {country: DE}}\n"
                             "connections:\n"
                             "  - {<<: *branch, name: a, prefixes: [203.0.113.0/24]}\n"),
              ElementsAre("c.yaml:2:20: connections[0].partnr: unknown key; did you mean "
                          "\"partner\"?",
                          "c.yaml:4:5: connections[0].partner: is missing; give the connectivity "
                          "partner's name"));
}

TEST(Merge, ReportsKeysThatAreGivenTwice) {
  EXPECT_THAT(
      merge_messages("x-a: &a {partner: P, partner: Q, location: {country: DE}}\n"
                     "connections:\n"
                     "  - {<<: *a, <<: *a, name: a, prefixes: [203.0.113.0/24]}\n"),
      ElementsAre("c.yaml:2:22: connections[0].partner: is given twice; the first is in "
                  "line 2",
                  "c.yaml:4:14: connections[0].<<: is given twice; the first is in line 4"));
}

TEST(Merge, AcceptsOnlyMaps) {
  EXPECT_THAT(
      merge_messages(
          "connections:\n  - {<<: branch, name: a, partner: P, location: {country: DE},\n"
          "     prefixes: [203.0.113.0/24]}\n"),
      ElementsAre(
          "c.yaml:3:10: connections[0].<<: expected a map or a list of maps, whose keys are "
          "merged into this one, found \"branch\"; write *NAME for the map that &NAME marks"));
  EXPECT_THAT(
      merge_messages("connections:\n  - {<<: , name: a, partner: P, location: {country: DE},\n"
                     "     prefixes: [203.0.113.0/24]}\n"),
      ElementsAre(HasSubstr("c.yaml:3:6: connections[0].<<: expected a map or a list of "
                            "maps, whose keys are merged into this one, found nothing")));
}

TEST(Merge, WorksInEveryMap) {
  const Config config = load_merged(
      "x-thresholds: &voice {latency: {critical: 80ms}, for: 30s}\n"
      "alerts: {<<: *voice, for: 10s}\n"
      "connections:\n"
      "  - {name: a, partner: P, location: {country: DE}, prefixes: [203.0.113.0/24],\n"
      "     labels: {<<: {kind: branch}, floor: 2}}\n");
  const AlertConfig& alerts = config.connections[0].prefixes[0].alerts;
  EXPECT_EQ(alerts.latency.critical, std::chrono::milliseconds(80));
  EXPECT_EQ(alerts.hold, std::chrono::seconds(10));
  EXPECT_EQ(config.connections[0].labels.size(), 2U);
}

TEST(ExtensionKeys, AreIgnoredOnlyAtTheTopOfEachFile) {
  const test::WrittenFiles files;
  files.write("x-here: {colour: red}\nendpoints: [{name: b, host: b.example}]\n", "more.yaml");
  EXPECT_THAT(
      files.messages_for("x-anything: [1, {a: b}]\ninclude: [more.yaml]\n" + merge_endpoints +
                         "connections: [{name: a, partner: P, location: {country: DE},\n"
                         "  prefixes: [203.0.113.0/24]}]\n"),
      IsEmpty());
  EXPECT_THAT(
      merge_messages("connections: [{name: a, partner: P, location: {country: DE}, x-a: b,\n"
                     "  prefixes: [203.0.113.0/24]}]\n"),
      ElementsAre(HasSubstr("connections[0].x-a: unknown key")));
}

}  // namespace
}  // namespace peeringd
