#include "config/effective_values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const char* const effective_main =
    "x-branch: &branch {partner: Contoso, location: {country: AU, latitude: -33.87, longitude: "
    "151}, labels: {floor: 2}}\n"
    "web: {basic_auth_users: {one: $2y$10$abcdefghijklmnopqrstuu4T826PRnz0Hu6YlprUuxkZxOOj5Fw5S,\n"
    "                         two: $2y$10$abcdefghijklmnopqrstuu4T826PRnz0Hu6YlprUuxkZxOOj5Fw5S}}\n"
    "probing: {timeout: 1s}\n"
    "alerts: {latency: {warning: 60ms, critical: 100ms}, loss: {critical: 1%}}\n"
    "include: [more.yaml]\n"
    "connections:\n"
    "  - {<<: *branch, name: syd, alerts: {latency: {critical: '${LIMIT}', page: true}},\n"
    "     prefixes: [203.0.113.0/24, {prefix: 198.51.100.0/24, dscp: EF, alerts: off}]}\n"
    "  - {<<: *branch, name: per, site: per, prefixes: [192.0.2.0/24]}\n"
    "site: per\n"
    "egress: {via: [{host: stun.example}]}\n";
const char* const effective_endpoints =
    "endpoints:\n"
    "  - {name: edge, host: edge.example, interval: 20s, alerts: {loss: {critical: 5%}},\n"
    "     probes: [{type: https, warm: true, headers: {Cookie: hunter2}},\n"
    "              {type: icmp, interval: 5s}]}\n";

class EffectiveValues : public testing::Test {
 protected:
  EffectiveValues() {
    files_.write(effective_main);
    files_.write(effective_endpoints, "more.yaml");
    LoadOptions options;
    options.origins = true;
    options.variables = [](const std::string&) { return std::optional<std::string>("200ms"); };
    for (const auto& value : effective_values(load_config(files_.path(), options))) {
      std::string place = value.place;
      const std::string folder = files_.path("").string();
      if (place.starts_with(folder)) place.erase(0, folder.size());
      lines_.push_back(value.path + ": " + value.value + " # " + place);
    }
  }

  std::vector<std::string> lines_about(const std::string& part) const {
    std::vector<std::string> found;
    for (const std::string& line : lines_) {
      if (line.find(part) != std::string::npos) found.push_back(line);
    }
    return found;
  }

  test::WrittenFiles files_;
  std::vector<std::string> lines_;
};

TEST_F(EffectiveValues, ShowTheirLocationOrThatTheyAreDefaults) {
  EXPECT_THAT(lines_about("site: "), Contains("site: per # c.yaml:11:7"));
  EXPECT_THAT(lines_, Contains("web.allow_reload: false # default"));
  EXPECT_THAT(lines_, Contains("probing.window: 5m # default"));
}

TEST_F(EffectiveValues, ShowTheConnectionsOfThisHost) {
  EXPECT_THAT(lines_, Contains("connections[per].site: per # c.yaml:10:36"));
  EXPECT_THAT(lines_, Contains("connections[syd].name: syd # c.yaml:8:25"));
}

TEST_F(EffectiveValues, ShowTheLocationOfMergedValues) {
  EXPECT_THAT(lines_, Contains("connections[syd].partner: Contoso # c.yaml:1:29"));
  EXPECT_THAT(lines_, Contains("connections[syd].location.country: AU # c.yaml:1:58"));
  EXPECT_THAT(lines_, Contains("connections[syd].location.latitude: -33.87 # c.yaml:1:72"));
  EXPECT_THAT(lines_, Contains("connections[syd].location.longitude: 151 # c.yaml:1:91"));
  EXPECT_THAT(lines_, Contains("connections[per].labels.floor: 2 # c.yaml:1:113"));
}

TEST_F(EffectiveValues, ListEgressServersAmongTheEndpointsOfAConnection) {
  EXPECT_THAT(lines_,
              Contains("connections[syd].endpoints: [edge, egress:stun.example] # default"));
}

TEST_F(EffectiveValues, ShowWhetherAProbeItsEndpointOrADefaultSetsAValue) {
  EXPECT_THAT(lines_about("edge].probes[icmp]"),
              ElementsAre("endpoints[edge].probes[icmp].interval: 5s # more.yaml:4:38",
                          "endpoints[edge].probes[icmp].timeout: 1s # c.yaml:4:20"));
  EXPECT_THAT(lines_about("probes[https:warm].interval"),
              ElementsAre("endpoints[edge].probes[https:warm].interval: 20s # more.yaml:2:48"));
}

TEST_F(EffectiveValues, ShowWhichLevelSetsAValueOfAPrefix) {
  EXPECT_THAT(lines_about("syd].prefixes[203.0.113.0/24].alerts.latency"),
              ElementsAre(HasSubstr("latency.warning: 60ms # c.yaml:5:29"),
                          HasSubstr("latency.critical: 200ms # c.yaml:8:59"),
                          HasSubstr("latency.page: true # c.yaml:8:77")));
  EXPECT_THAT(lines_about("syd].prefixes[198.51.100.0/24].alerts.loss.critical"),
              ElementsAre(HasSubstr("loss.critical: off # c.yaml:9:77")));
  EXPECT_THAT(lines_,
              Contains("connections[syd].prefixes[198.51.100.0/24].dscp: 46 # c.yaml:9:65"));
}

TEST_F(EffectiveValues, ShowOnlyTheValuesOfAPathThatItsEndpointChanges) {
  EXPECT_THAT(lines_about("syd].prefixes[203.0.113.0/24].endpoints[edge]"),
              ElementsAre(HasSubstr(".alerts.loss.critical: 5% # more.yaml:2:79")));
}

TEST_F(EffectiveValues, ShowNoSecrets) {
  EXPECT_THAT(lines_about("basic_auth_users"),
              ElementsAre("web.basic_auth_users.one: … # c.yaml:2:31",
                          "web.basic_auth_users.two: … # c.yaml:3:31"));
  EXPECT_THAT(lines_about("Cookie"),
              Contains("endpoints[edge].probes[https].headers.Cookie: … # more.yaml:3:59"));
  for (const std::string& line : lines_) {
    EXPECT_THAT(line, Not(testing::AnyOf(HasSubstr("hunter2"), HasSubstr("$2y"))));
  }
}

}  // namespace
}  // namespace peeringd
