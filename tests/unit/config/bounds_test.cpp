// Limits of a configuration, and warnings about what would not be probed or read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "written_files.hpp"

namespace peeringd {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string an_endpoint = "endpoints: [{name: t, host: t.example}]\n";
const std::string a_connection =
    "connections: [{name: a, partner: P, location: {country: DE}, prefixes: [192.0.2.0/24]}]\n";

std::vector<std::string> messages_for_config(const std::string& text) {
  return test::WrittenFiles().messages_for(text);
}

std::string many_endpoints(int count, const std::string& more = {}) {
  std::string text = "endpoints:\n";
  for (int i = 0; i < count; ++i) {
    text += "  - {name: e" + std::to_string(i) + ", host: 198.51.100.1" + more + "}\n";
  }
  return text;
}

std::string many_connections(int count) {
  std::string text = "connections:\n";
  for (int i = 0; i < count; ++i) {
    text += "  - {name: c" + std::to_string(i) +
            ", partner: P, location: {country: DE}, prefixes: [192.0." + std::to_string(i / 256) +
            "." + std::to_string(i % 256) + "/32]}\n";
  }
  return text;
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t size = 0;
  std::size_t resident = 0;
  file >> size >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Bounds, LimitTheTargetsOfAllConnections) {
  const auto lines = messages_for_config(many_endpoints(2500) + many_connections(101));
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(
      lines[0],
      "c.yaml:2603:5: connections[100]: with this there are more than 250000 targets (prefixes "
      "of connections, times endpoints, times probes); name fewer endpoints in each "
      "connection, or use several daemons");
  EXPECT_THAT(messages_for_config(many_endpoints(100) + many_connections(100)),
              testing::Not(testing::Contains(HasSubstr("more than"))));
}

TEST(Bounds, LimitTheSamplesOfAllWindows) {
  const auto lines =
      messages_for_config("probing: {window: 24h}\n" +
                          many_endpoints(300, ", interval: 100ms, timeout: 100ms") + a_connection);
  EXPECT_THAT(lines,
              ElementsAre(HasSubstr("c.yaml:303:15: connections[0]: with this the windows of "
                                    "all targets hold more than 250000000 samples; ")));
}

TEST(Bounds, CountNoSamplesForAnIntervalOrAWindowThatWasRefused) {
  for (const char* probing : {"{interval: 0.1us}", "{window: 9999d}"}) {
    const auto messages =
        messages_for_config("probing: " + std::string(probing) + "\n" + an_endpoint + a_connection);
    ASSERT_EQ(messages.size(), 1U) << messages[1];
    EXPECT_THAT(messages[0], HasSubstr("is out of range"));
  }
}

TEST(Bounds, LimitTheEgressServers) {
  std::string servers;
  for (int i = 0; i < 3000; ++i) servers += "{host: s" + std::to_string(i) + ".example},";
  const auto lines = messages_for_config("egress: {via: [" + servers + "]}\n" + an_endpoint +
                                         many_connections(100));
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines[0],
              HasSubstr("c.yaml:1:9: egress: with this there are more than 250000 targets"));
}

// Compares the peak memory of the process, since the memory itself is released.
TEST(Bounds, ReleaseTheMemoryOfARejectedFile) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep what was freed";
#endif
  const test::WrittenFiles files;
  constexpr std::size_t a_little = std::size_t{64} << 20;
  for (const std::string& text :
       {std::string(8'000'000, '['), many_endpoints(25'000) + many_connections(40'000)}) {
    files.write(text);
    const std::size_t before = resident_bytes();
    EXPECT_THROW(load_config(files.path()), ConfigError);
    EXPECT_LT(resident_bytes(), before + a_little);
  }
}

TEST(Bounds, KeepAThousandErrorsAndCountTheRest) {
  std::string text = "endpoints:\n";
  for (int i = 0; i < 1500; ++i) text += "  - x\n";
  const auto lines = messages_for_config(text + a_connection);
  ASSERT_EQ(lines.size(), 1001U);
  EXPECT_EQ(lines[0],
            "c.yaml:2:5: endpoints[0]: expected a map with name, host and probes, found \"x\"");
  EXPECT_THAT(lines[1000], HasSubstr("c.yaml: 50"));
  EXPECT_THAT(lines[1000], HasSubstr(" more are not shown"));
}

TEST(Bounds, AcceptTenThousandEndpointsInJson) {
  std::string text = "{\"endpoints\": [";
  for (int i = 0; i < 10'000; ++i) {
    text += "{\"name\": \"e" + std::to_string(i) + "\", \"host\": \"e.example\"},\n";
  }
  text +=
      "], \"connections\": [{\"name\": \"a\", \"partner\": \"P\", \"location\": {\"country\": "
      "\"DE\"}, \"prefixes\": [\"192.0.2.0/24\"]}]}";
  EXPECT_THAT(messages_for_config(text), IsEmpty());
}

TEST(Bounds, RejectMillionsOfValuesBeforeTheyAreRead) {
  std::string text = "[";
  for (int i = 0; i < 1'600'000; ++i) text += "x,";
  EXPECT_THAT(messages_for_config(text), ElementsAre(HasSubstr("more than")));
}

TEST(Warnings, NameAPrefixWhoseEndpointsAreAllOfTheOtherFamily) {
  const std::string other = "endpoints: [{name: t, host: \"2001:db8::1\"}]\n";
  EXPECT_THAT(messages_for_config(other + a_connection),
              ElementsAre("c.yaml:1:1: warning: nothing is probed: no prefix has an endpoint of "
                          "its own address family",
                          "c.yaml:2:73: warning: connections[0].prefixes[0]: 192.0.2.0/24 is not "
                          "probed: all endpoints of connection \"a\" are given as IPv6 addresses"));
  EXPECT_THAT(messages_for_config(
                  other + "connections: [{name: a, partner: P, location: {country: DE}, prefixes: "
                          "[192.0.2.0/24, auto, \"2001:db8:a::/48\"]}]\n"),
              ElementsAre(HasSubstr("192.0.2.0/24 is not probed")));
  EXPECT_THAT(messages_for_config(
                  "endpoints: [{name: r, host: r.example, probes: [{type: dns, name: a.example, "
                  "server: \"2001:db8::53\"}]}]\n" +
                  a_connection),
              testing::Contains(HasSubstr("192.0.2.0/24 is not probed")));
  EXPECT_THAT(messages_for_config(an_endpoint + a_connection), IsEmpty());
}

TEST(IncludedFile, MayBeEmptyOrHaveOnlyComments) {
  const test::WrittenFiles files;
  for (const char* nothing : {"", "# later\n", "---\n", "\n\n"}) {
    files.write(nothing, "later.yaml");
    EXPECT_THAT(files.messages_for("include: [later.yaml]\n" + an_endpoint + a_connection),
                IsEmpty());
  }
  EXPECT_EQ(load_config(files.path()).files.size(), 2U);
}

TEST(IncludedFile, ReportsErrorsAtItsOwnLocation) {
  const test::WrittenFiles files;
  std::filesystem::create_directory(files.path("folder"));
  files.write(std::string("a\0b", 3), "nul.yaml");
  EXPECT_THAT(files.messages_for("include: [folder, nul.yaml]\n" + an_endpoint + a_connection),
              ElementsAre("c.yaml:1:11: include[0]: \"folder\" is a directory; expected a file",
                          "nul.yaml:1:2: contains the control character 0x00; a configuration is a "
                          "text file in UTF-8"));
}

TEST(IncludedFile, CountsTowardsTheLimitOfAllFiles) {
  const test::WrittenFiles files;
  const std::string comment(6'000'000, '#');
  for (const char* name : {"a.inc", "b.inc", "d.inc"}) files.write(comment, name);
  EXPECT_THAT(files.messages_for("include: [\"*.inc\"]\n" + an_endpoint + a_connection),
              ElementsAre("c.yaml:1:11: include[0]: with \"d.inc\" the included files have more "
                          "than 16 MiB together"));
}

TEST(IncludedFile, IsLookedForInTheFolderOfALinkToTheMainFile) {
  const test::WrittenFiles files;
  std::filesystem::create_directory(files.path("checkout"));
  files.write("include: [more.yaml]\n" + an_endpoint + a_connection, "checkout/main.yaml");
  files.write(an_endpoint, "checkout/more.yaml");
  std::filesystem::create_symlink("checkout/main.yaml", files.path());
  EXPECT_THAT(files.messages(),
              ElementsAre("c.yaml:1:11: include[0]: \"more.yaml\" does not exist; \"c.yaml\" is a "
                          "symbolic link: paths are relative to the folder of the link"));
}

TEST(IncludedFile, IsMissingIfAPatternMatchesNothing) {
  EXPECT_THAT(
      messages_for_config("include: [\"*.yml\", none/*.yaml]\n" + an_endpoint + a_connection),
      ElementsAre("c.yaml:1:11: warning: include[0]: \"*.yml\" matches no file",
                  "c.yaml:1:20: warning: include[1]: \"none/*.yaml\" matches no file: there "
                  "is no folder \"none\""));
}

TEST(Warnings, AreReportedWithErrors) {
  EXPECT_THAT(messages_for_config("include: [\"*.yml\"]\nprobing: {interval: x}\n" + an_endpoint +
                                  a_connection),
              ElementsAre(HasSubstr("c.yaml:2:21: probing.interval: "),
                          HasSubstr("c.yaml:1:11: warning: include[0]: ")));
}

}  // namespace
}  // namespace peeringd
