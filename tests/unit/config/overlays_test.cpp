// Overlays: keys for connections of other files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/effective_values.hpp"
#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const char* const overlaid_main =
    "endpoints: [{name: teams, host: teams.microsoft.com}]\n"
    "include: [generated.yaml]\n"
    "overlays: [o*.yaml]\n"
    "alerts: {latency: {warning: 60ms, critical: 100ms}}\n";
const char* const generated_connections =
    "connections:\n"
    "  - name: seattle\n"
    "    partner: Contoso\n"
    "    location: {country: US, state: WA}\n"
    "    prefixes: [203.0.113.0/24, {prefix: \"2001:db8:a::/48\", dscp: EF}]\n"
    "    labels: {primary_location: Seattle}\n"
    "  - {name: london, partner: Contoso, location: {country: GB}, prefixes: [192.0.2.0/24]}\n";

class OverlayTest : public testing::Test {
 protected:
  OverlayTest() {
    files_.write(overlaid_main);
    files_.write(generated_connections, "generated.yaml");
  }

  ConnectionConfig seattle() const { return load_config(files_.path()).config.connections[0]; }

  /// All messages, where `text` is the overlay.
  std::vector<std::string> messages_about(std::string_view text) const {
    files_.write(text, "o.yaml");
    return files_.messages();
  }

  test::WrittenFiles files_;
};

TEST_F(OverlayTest, AddsKeysToAConnectionAndItsPrefixes) {
  files_.write(
      "seattle:\n"
      "  redundancy_group: us\n"
      "  edge: {primary: [sea]}\n"
      "  location: {city: Seattle}\n"
      "  labels: {floor: 2}\n"
      "  alerts: {latency: {critical: 80ms}}\n"
      "  prefixes:\n"
      "    203.0.113.0/24: {source: 203.0.113.10, interface: wan0}\n"
      "    2001:DB8:A::/48: {source: \"2001:db8:a::1\", alerts: off}\n",
      "o.yaml");
  const ConnectionConfig connection = seattle();
  EXPECT_EQ(connection.redundancy_group, "us");
  EXPECT_THAT(connection.edge.primary, ElementsAre("SEA"));
  EXPECT_EQ(connection.location.state, "WA");
  EXPECT_EQ(connection.location.city, "Seattle");
  EXPECT_EQ(connection.labels.size(), 2U);
  ASSERT_EQ(connection.prefixes.size(), 2U);
  EXPECT_EQ(connection.prefixes[0].source->to_string(), "203.0.113.10");
  EXPECT_EQ(connection.prefixes[0].interface, "wan0");
  EXPECT_EQ(connection.prefixes[1].source->to_string(), "2001:db8:a::1");
  EXPECT_EQ(connection.prefixes[1].dscp, 46);
}

TEST_F(OverlayTest, ReplacesValuesThatAreNotMaps) {
  files_.write("seattle: {partner: Fabrikam, labels: {primary_location: x}}\n", "o.yaml");
  EXPECT_EQ(seattle().partner, "Fabrikam");
  EXPECT_EQ(seattle().labels.at("primary_location"), "x");
}

TEST_F(OverlayTest, IsOverriddenByALaterOne) {
  files_.write("seattle: {partner: One, redundancy_group: us}\n", "o1.yaml");
  files_.write("seattle: {partner: Two}\nlondon: {redundancy_group: us}\n", "o2.yaml");
  EXPECT_EQ(seattle().partner, "Two");
  EXPECT_EQ(seattle().redundancy_group, "us");
}

TEST_F(OverlayTest, MayContainMergeKeys) {
  files_.write(
      "x-us: &us {redundancy_group: us, labels: {kind: branch}}\n"
      "seattle: {<<: *us, standby: true}\n"
      "london: {<<: *us}\n",
      "o.yaml");
  EXPECT_EQ(seattle().redundancy_group, "us");
  EXPECT_EQ(seattle().labels.at("kind"), "branch");
  EXPECT_TRUE(seattle().standby);
}

TEST_F(OverlayTest, OverridesMergedKeysOfAConnection) {
  files_.write(
      "x-b: &b {partner: Contoso, location: {country: US, state: WA}, labels: {kind: branch}}\n"
      "connections: [{<<: *b, name: seattle, prefixes: [203.0.113.0/24]}]\n",
      "generated.yaml");
  files_.write("seattle: {labels: {floor: 2}}\n", "o.yaml");
  EXPECT_EQ(seattle().labels.size(), 2U);
  EXPECT_EQ(seattle().partner, "Contoso");
}

TEST_F(OverlayTest, MayUseVariables) {
  files_.write("seattle: {redundancy_group: \"${GROUP:-us}\"}\nlondon: {redundancy_group: us}\n",
               "o.yaml");
  EXPECT_EQ(seattle().redundancy_group, "us");
}

TEST_F(OverlayTest, MayBeEmpty) {
  EXPECT_THAT(messages_about("# nothing yet\n"), IsEmpty());
}

// The program that writes the connections also removes them.
TEST_F(OverlayTest, WarnsOfAConnectionThatDoesNotExist) {
  EXPECT_THAT(messages_about("london: {standby: true}\nseatle: {standby: true}\n"),
              ElementsAre("o.yaml:2:1: warning: seatle: no connection is named \"seatle\"; did you "
                          "mean \"seattle\"?"));
  EXPECT_TRUE(load_config(files_.path()).config.connections[1].standby)
      << "other overlays remain in force";
}

// The connection with the error may be the one that is meant.
TEST_F(OverlayTest, DoesNotWarnOfAMissingConnectionWhileANameHasAnError) {
  files_.write(
      "connections: [{name: sea ttle, partner: Contoso, location: {country: GB},"
      " prefixes: [203.0.113.0/24]}]\n",
      "generated.yaml");
  EXPECT_THAT(messages_about("seattle: {standby: true}\n"),
              ElementsAre(HasSubstr("generated.yaml:1:22: connections[0].name: \"sea ttle\"")));
}

TEST_F(OverlayTest, WarnsOfAPrefixThatDoesNotExist) {
  EXPECT_THAT(messages_about("seattle:\n  standby: true\n"
                             "  prefixes:\n    203.0.113.0/25: {dscp: EF}\n"),
              ElementsAre(HasSubstr("o.yaml:4:5: warning: seattle.prefixes.203.0.113.0/25: the "
                                    "connection has no prefix \"203.0.113.0/25\"")));
  EXPECT_TRUE(seattle().standby) << "the other keys remain in force";
}

TEST_F(OverlayTest, ReportsErrorsAtItsOwnLocation) {
  EXPECT_THAT(messages_about("seattle:\n"
                             "  alerts: {latency: {critical: 80, warnin: 1ms}}\n"
                             "  redundancy_grup: us\n"
                             "  labels: {city: x}\n"
                             "  prefixes:\n"
                             "    203.0.113.0/24: {source: 2001:db8::1, mtu: 3}\n"),
              ElementsAre(HasSubstr("o.yaml:2:32: seattle.alerts.latency.critical: \"80\""),
                          HasSubstr("o.yaml:2:36: seattle.alerts.latency.warnin: unknown key"),
                          HasSubstr("o.yaml:3:3: seattle.redundancy_grup: unknown key; did you"),
                          HasSubstr("o.yaml:4:12: seattle.labels.city: \"city\" is set by"),
                          HasSubstr("o.yaml:6:30: seattle.prefixes.203.0.113.0/24.source: "),
                          HasSubstr("o.yaml:6:43: seattle.prefixes.203.0.113.0/24.mtu: unknown")));
}

TEST_F(OverlayTest, CannotRenameAConnection) {
  EXPECT_THAT(messages_about("seattle: {name: b, prefixes: {203.0.113.0/24: {prefix: auto}}}\n"),
              ElementsAre(HasSubstr("o.yaml:1:11: seattle.name: an overlay cannot rename"),
                          HasSubstr("seattle.prefixes.203.0.113.0/24.prefix: an overlay cannot")));
}

TEST_F(OverlayTest, MustBeAMapOfMaps) {
  EXPECT_THAT(messages_about("seattle: off\nlondon: {prefixes: [192.0.2.0/24]}\n"),
              ElementsAre("o.yaml:1:10: seattle: expected a map of keys, found \"off\"",
                          HasSubstr("o.yaml:2:20: london.prefixes: expected a map of prefixes and "
                                    "their keys, found a list")));
  EXPECT_THAT(messages_about("- seattle\n"), ElementsAre(HasSubstr("o.yaml:1:1: expected a map")));
  EXPECT_THAT(messages_about("seattle: {standby: true, standby: false}\n"),
              ElementsAre(HasSubstr("o.yaml:1:26: seattle.standby: is given twice")));
}

TEST_F(OverlayTest, IsAllowedInTheMainFileOnly) {
  files_.write("overlays: [x.yaml]\n" + std::string(generated_connections), "generated.yaml");
  EXPECT_THAT(files_.messages(), Contains(HasSubstr("generated.yaml:1:1: overlays: belongs in")));
}

TEST_F(OverlayTest, IsListedAmongTheFilesRead) {
  files_.write("seattle: {standby: true}\n", "o.yaml");
  EXPECT_THAT(load_config(files_.path()).files, Contains(files_.path("o.yaml").string()));
}

TEST_F(OverlayTest, IsTheLocationOfItsValues) {
  files_.write(
      "seattle:\n"
      "  standby: true\n"
      "  alerts: {latency: {critical: 80ms}}\n"
      "  prefixes: {203.0.113.0/24: {dscp: 8}}\n",
      "o.yaml");
  LoadOptions options;
  options.origins = true;
  std::vector<std::string> lines;
  for (const auto& value : effective_values(load_config(files_.path(), options))) {
    lines.push_back(value.path + ": " + value.value + " " +
                    std::filesystem::path(value.place).filename().string());
  }
  const std::string prefix = "connections[seattle].prefixes[203.0.113.0/24].";
  EXPECT_THAT(lines, Contains("connections[seattle].standby: true o.yaml:2:12"));
  EXPECT_THAT(lines, Contains("connections[seattle].partner: Contoso generated.yaml:3:14"));
  EXPECT_THAT(lines, Contains(prefix + "dscp: 8 o.yaml:4:37"));
  EXPECT_THAT(lines, Contains(prefix + "alerts.latency.critical: 80ms o.yaml:3:32"));
  EXPECT_THAT(lines, Contains(prefix + "alerts.latency.warning: 60ms c.yaml:4:29"));
}

}  // namespace
}  // namespace peeringd
