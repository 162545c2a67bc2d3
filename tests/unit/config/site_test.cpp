// One file for the hosts of all sites: each runs its own connections and those without a site.
#include "config/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string connection(const std::string& name, const std::string& site,
                       const std::string& prefixes = "auto") {
  return "  - {name: " + name + (site.empty() ? "" : ", site: " + site) +
         ", partner: P, location: {country: DE}, prefixes: [" + prefixes + "]}\n";
}

std::string fleet_of(const std::string& connections, const std::string& main = "") {
  return "endpoints: [{name: teams, host: teams.microsoft.com}]\n" + main + "connections:\n" +
         connections;
}

/// Twelve sites with two connections each, and a connection of every host.
std::string fleet(const std::string& main = "") {
  std::string connections = connection("everywhere", "");
  for (int site = 0; site < 12; ++site) {
    const std::string name = "s" + std::to_string(site);
    connections += connection(name + "-a", name) + connection(name + "-b", name);
  }
  return fleet_of(connections, main);
}

LoadOptions at(const std::string& site) {
  LoadOptions options;
  options.site = GivenSite{site, "--site"};
  return options;
}

class Sites : public testing::Test {
 protected:
  std::vector<std::string> names(const std::string& text, const LoadOptions& options = {}) {
    files_.write(text);
    std::vector<std::string> names;
    const Config config = load_config(files_.path(), options).config;
    for (const ConnectionConfig& connection : config.connections) names.push_back(connection.name);
    return names;
  }

  std::vector<std::string> messages(const std::string& text, const LoadOptions& options = {}) {
    files_.write(text);
    return files_.messages(options);
  }

  test::WrittenFiles files_;
};

TEST_F(Sites, SelectTheirConnectionsAndThoseWithoutASite) {
  EXPECT_THAT(names(fleet("site: s3\n")), ElementsAre("everywhere", "s3-a", "s3-b"));
  EXPECT_EQ(load_config(files_.path()).config.site, "s3");
}

TEST_F(Sites, PreferTheGivenSiteToThatOfTheFile) {
  EXPECT_THAT(names(fleet("site: s3\n"), at("s11")), ElementsAre("everywhere", "s11-a", "s11-b"));
  EXPECT_EQ(load_config(files_.path(), at("s11")).config.site, "s11");
}

TEST_F(Sites, DoNotBackEachOtherUp) {
  const auto member = [](const std::string& name, const std::string& site) {
    std::string text = connection(name, site, "203.0." + std::to_string(name[0]) + ".0/24");
    return text.insert(text.rfind('}'), ", redundancy_group: us");
  };
  const auto warnings = [&](const std::string& connections) {
    files_.write(fleet_of(connections));
    std::vector<std::string> found;
    for (const Diagnostic& warning : load_config(files_.path(), at("seattle")).warnings) {
      found.push_back(warning.message);
    }
    return found;
  };
  EXPECT_THAT(warnings(member("a", "seattle") + member("b", "seattle")), IsEmpty());
  EXPECT_THAT(warnings(member("a", "seattle") + member("b", "")), IsEmpty());
  EXPECT_THAT(warnings(member("a", "seattle") + member("b", "seattle") + member("c", "portland")),
              ElementsAre("no other connection of site \"portland\" is in \"us\"; connections of "
                          "other sites do not back it up"));
}

TEST_F(Sites, CanAllBeKept) {
  LoadOptions options;
  options.every_site = true;
  EXPECT_EQ(names(fleet(), options).size(), 25U);
  EXPECT_EQ(load_config(files_.path(), options).config.site, "");
  options.site = GivenSite{"s1", "--site"};
  EXPECT_EQ(names(fleet(), options).size(), 25U);
  EXPECT_EQ(load_config(files_.path(), options).config.site, "s1");
}

TEST_F(Sites, ReportAnUnknownSiteAndListTheKnownOnes) {
  const std::string text = fleet_of(connection("a", "ams") + connection("b", "lon"));
  EXPECT_THAT(
      messages(text, at("amsterdam")),
      ElementsAre("c.yaml: --site: no connection has the site \"amsterdam\"; the choices are ams, "
                  "lon"));
  EXPECT_THAT(
      messages("site: fra\n" + text),
      ElementsAre("c.yaml:1:7: site: no connection has the site \"fra\"; the choices are ams, "
                  "lon"));
  EXPECT_THAT(
      messages(fleet_of(connection("a", "")), at("ams")),
      ElementsAre(HasSubstr("no connection has the site \"ams\"; no connection has a site")));
}

TEST_F(Sites, RequireASiteForTheHostOnlyIfConnectionsHaveSites) {
  EXPECT_THAT(messages(fleet_of(connection("a", "ams") + connection("b", ""))),
              ElementsAre("c.yaml: the connections have sites, and this host has none; set one "
                          "with --site, PEERINGD_SITE or the key site; there is only ams"));
  EXPECT_THAT(messages(fleet_of(connection("a", ""))), IsEmpty());
}

TEST_F(Sites, ValidateTheConnectionsOfOtherSites) {
  EXPECT_THAT(messages(fleet_of(connection("a", "ams") + connection("b", "lon", "10.0.0.0/40"),
                                "site: ams\n")),
              ElementsAre(HasSubstr("c.yaml:5:")));
}

TEST_F(Sites, AcceptNamesOfLettersAndDigits) {
  EXPECT_THAT(messages(fleet_of(connection("a", "\"the hague\""))),
              ElementsAre(HasSubstr("connections[0].site: \"the hague\" is not a name")));
}

TEST_F(Sites, AreKeysOfTheMainFileAndOfConnections) {
  files_.write("site: ams\nconnections: []\n", "other.yaml");
  EXPECT_THAT(messages(fleet_of(connection("a", "ams"), "site: ams\ninclude: [other.yaml]\n")),
              testing::Contains(HasSubstr("other.yaml:1:1: site: belongs in the main file")));
}

TEST_F(Sites, AllowTheSamePrivatePrefixAtEachSite) {
  EXPECT_THAT(messages(fleet_of(connection("a", "ams", "10.0.0.0/24") +
                                connection("b", "lon", "10.0.0.0/25") +
                                connection("c", "fra", "10.0.0.0/24"))),
              testing::Each(testing::Not(HasSubstr("overlaps"))));
}

TEST_F(Sites, RejectOverlappingPrivatePrefixesOfOneHost) {
  EXPECT_THAT(messages(fleet_of(connection("a", "ams", "10.0.0.0/16") +
                                    connection("b", "lon", "10.0.0.0/24") +
                                    connection("c", "ams", "10.0.0.0/25"),
                                "site: ams\n")),
              testing::Contains(HasSubstr("connections[2].prefixes[0]: 10.0.0.0/25 overlaps "
                                          "10.0.0.0/16 of connection \"a\"")));
  EXPECT_THAT(messages(fleet_of(connection("a", "ams", "10.0.0.0/16") +
                                    connection("b", "lon", "10.0.0.0/25") +
                                    connection("c", "", "10.0.0.0/24"),
                                "site: ams\n")),
              testing::AllOf(
                  testing::Contains(HasSubstr("10.0.0.0/24 overlaps 10.0.0.0/25 of connection")),
                  testing::Contains(HasSubstr("10.0.0.0/24 overlaps 10.0.0.0/16 of connection"))));
}

TEST_F(Sites, RejectTheSamePublicPrefixAtTwoSites) {
  EXPECT_THAT(messages(fleet_of(connection("a", "ams", "203.0.113.0/24") +
                                    connection("b", "lon", "203.0.113.128/25"),
                                "site: ams\n")),
              testing::Contains(HasSubstr("203.0.113.128/25 overlaps 203.0.113.0/24 of connection "
                                          "\"a\"")));
}

/// Connections, each with one prefix and all of the given number of endpoints.
std::string many(int sites, int connections_each, int endpoints) {
  std::string text = "endpoints:\n";
  for (int i = 0; i < endpoints; ++i) {
    text += "  - {name: e" + std::to_string(i) + ", host: 198.51.100.1}\n";
  }
  text += "connections:\n";
  for (int i = 0; i < sites * connections_each; ++i) {
    text += "  - {name: c" + std::to_string(i) + ", site: s" + std::to_string(i % sites) +
            ", partner: P, location: {country: DE}, prefixes: [192.0." + std::to_string(i / 256) +
            "." + std::to_string(i % 256) + "/32]}\n";
  }
  return text;
}

TEST_F(Sites, LimitTheTargetsOfEachSite) {
  EXPECT_THAT(messages(many(3, 100, 2500), at("s0")),
              testing::Each(testing::Not(HasSubstr("more than"))));
  EXPECT_THAT(messages(many(3, 101, 2500), at("s0")),
              testing::Contains(HasSubstr("with this there are more than 250000 targets (")));
}

TEST_F(Sites, LimitTheTargetsOfAllSites) {
  EXPECT_THAT(messages(many(50, 81, 2500), at("s0")),
              testing::Contains(HasSubstr("more than 10000000 targets at all sites (")));
}

}  // namespace
}  // namespace peeringd
