// Connections that look redundant, but measure the same path.
#include "config/shared_sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string two_connections(const std::string& first, const std::string& second,
                            const std::string& sites = "") {
  const auto line = [](const std::string& name, const std::string& site,
                       const std::string& prefix) {
    return "  - {name: " + name + site + ", partner: P, location: {country: DE}, prefixes: [" +
           prefix + "]}\n";
  };
  return (sites.empty() ? "" : "site: x\n") +
         std::string("endpoints: [{name: teams, host: teams.microsoft.com}]\nconnections:\n") +
         line("a", sites.empty() ? "" : ", site: x", first) +
         line("b", sites.empty() ? "" : ", site: " + sites, second);
}

std::vector<std::string> warnings_for(const std::string& text) {
  return test::WrittenFiles().messages_for(text);
}

const auto warns = Contains(HasSubstr("both measure the same path"));

TEST(SharedSources, WarnOfTwoConnectionsBehindOneAddress) {
  const std::string text = two_connections("{prefix: 192.0.2.1/32, source: 10.0.0.5}",
                                           "{prefix: 198.51.100.1/32, source: 10.0.0.5}");
  EXPECT_THAT(warnings_for(text),
              Contains("c.yaml:4:63: warning: connections[1].prefixes[0]: leaves by source "
                       "10.0.0.5, as the prefix of connection \"a\" at "
                       "c.yaml:3:63 does: both measure the same path"));
}

TEST(SharedSources, WarnOfTwoConnectionsByTheDefaultRoute) {
  EXPECT_THAT(warnings_for(two_connections("auto", "auto")), warns);
  EXPECT_THAT(warnings_for(two_connections("auto", "auto", "x")), warns);
}

TEST(SharedSources, AcceptWhatLeavesDifferently) {
  const std::string first = "{prefix: 192.0.2.1/32, source: 10.0.0.5}";
  for (const std::string more : {"source: 10.0.0.6", "source: 10.0.0.5, interface: wan2",
                                 "source: 10.0.0.5, mark: 2", "source: 10.0.0.5, dscp: EF"}) {
    const std::string second = "{prefix: 198.51.100.1/32, " + more + "}";
    EXPECT_THAT(warnings_for(two_connections(first, second)), Not(warns)) << more;
  }
  EXPECT_THAT(warnings_for(two_connections("{prefix: auto, mark: 1}", "{prefix: auto, mark: 2}")),
              Not(warns));
  EXPECT_THAT(warnings_for(two_connections("192.0.2.0/24", "198.51.100.0/24")), Not(warns));
}

TEST(SharedSources, AcceptTheSameAtTwoSites) {
  EXPECT_THAT(warnings_for(two_connections("auto", "auto", "y")), Not(warns));
}

}  // namespace
}  // namespace peeringd
