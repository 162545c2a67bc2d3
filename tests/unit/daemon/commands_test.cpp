#include "daemon/commands/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "log/log.hpp"
#include "support/captured_log.hpp"
#include "support/loopback.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Outcome {
  int exit_code = -1;
  std::string out;
  std::string error;
};

template <typename Command>
Outcome outcome_of(Command command, const std::filesystem::path& file) {
  Outcome outcome;
  testing::internal::CaptureStdout();
  test::capture_log();
  outcome.exit_code = command(ConfigArgs{file});
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.error = test::captured_log();
  return outcome;
}

int check(const ConfigArgs& config) {
  return check_command(config, false);
}

int check_quietly(const ConfigArgs& config) {
  return check_command(config, true);
}

int targets(const ConfigArgs& config) {
  return targets_command(config, {});
}

const std::string data = PEERINGD_TEST_DATA "/config/";

// A temporary configuration file.
class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text)
      : path_(testing::TempDir() + "peeringd-" + std::to_string(::getpid()) + ".yaml") {
    std::ofstream(path_) << text;
  }
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;
  ~ConfigFile() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string one_target(const std::string& prefix, const std::string& more = "") {
  return more +
         "endpoints: [{name: edge, host: edge.example, probes: [{type: tcp, port: 80}]}]\n"
         "connections:\n"
         "  - {name: berlin, partner: Contoso, location: {country: DE}, prefixes: [" +
         prefix + "]}\n";
}

TEST(CheckCommand, PrintsErrorsAndWarningsInTheOrderOfTheirLines) {
  const ConfigFile file(
      "web: {colour: red}\n"
      "endpoints: [{name: a, host: 127.0.0.1}]\n"
      "connections:\n"
      "  - {name: a, partner: P, location: {country: XX}, prefixes: [10.0.0.0/8, 1]}\n");
  std::istringstream lines(outcome_of(check, file.path()).error);
  std::string places;
  for (std::string line; std::getline(lines, line);) {
    line.erase(line.find(file.path().string()), file.path().string().size());
    const auto severity = line.find(": ") + 2;
    places += line.substr(0, line.find(": ", severity)) + "\n";
  }
  EXPECT_EQ(places, ":1:7: error\n:2:29: warning\n:4:47: error\n:4:63: warning\n:4:75: error\n");
}

TEST(CheckCommand, SummarisesAValidConfiguration) {
  const Outcome outcome = outcome_of(check, data + "valid-defaults.yaml");
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_EQ(outcome.error, "");
  EXPECT_THAT(outcome.out, HasSubstr("valid-defaults.yaml: correct; connections: 1, targets: "));
  EXPECT_THAT(outcome.out, HasSubstr(", files: 1, warnings: 0\n"));
}

TEST(CheckCommand, ShowsTheNumberOfProbesPerDay) {
  const ConfigFile file(one_target("203.0.113.0/24, 198.51.100.0/24"));
  EXPECT_THAT(outcome_of(check, file.path()).out,
              HasSubstr("probes a day to Microsoft: 8640 per prefix, 17280 in total\n"));
}

TEST(CheckCommand, NamesTheFilesThatAreIncluded) {
  const Outcome outcome = outcome_of(check, data + "valid-includes.yaml");
  EXPECT_THAT(outcome.out, HasSubstr("\nincluded: " + data + "parts/"));
}

TEST(CheckCommand, PrintsWarningsAndSucceeds) {
  const Outcome outcome = outcome_of(check, data + "valid-with-warnings.yaml");
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_THAT(outcome.error, HasSubstr("warning: "));
}

TEST(CheckCommand, PrintsEveryErrorAndFails) {
  const Outcome outcome = outcome_of(check, data + "invalid-connections.yaml");
  EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
  EXPECT_EQ(outcome.out, "");
  EXPECT_GT(std::ranges::count(outcome.error, '\n'), 3);
  EXPECT_THAT(outcome.error, HasSubstr("invalid-connections.yaml:"));
}

TEST(CheckCommand, PrintsOnlyErrorsIfQuiet) {
  const Outcome right = outcome_of(check_quietly, data + "valid-with-warnings.yaml");
  EXPECT_EQ(right.exit_code, exit_success);
  EXPECT_EQ(right.out + right.error, "");
  const Outcome wrong = outcome_of(check_quietly, data + "invalid-connections.yaml");
  EXPECT_EQ(wrong.exit_code, exit_bad_configuration);
  EXPECT_THAT(wrong.error, HasSubstr("invalid-connections.yaml:"));
}

TEST(Commands, FailForAMissingFile) {
  for (const auto command : {check, targets, run_command}) {
    const Outcome outcome = outcome_of(command, data + "no-such-file.yaml");
    EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.error, HasSubstr("no-such-file.yaml"));
  }
}

TEST(Commands, FailForAnInvalidConfiguration) {
  for (const auto command : {check, targets, run_command}) {
    const Outcome outcome = outcome_of(command, data + "invalid-keys.yaml");
    EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
    EXPECT_THAT(outcome.error, HasSubstr("invalid-keys.yaml:"));
  }
}

constexpr const char* two_sites =
    "endpoints: [{name: edge, host: edge.example}]\n"
    "connections:\n"
    "  - {name: a, site: ams, partner: P, location: {country: NL}, prefixes: [203.0.113.0/24]}\n"
    "  - {name: b, site: lon, partner: P, location: {country: GB}, prefixes: [198.51.100.0/24]}\n"
    "  - {name: c, partner: P, location: {country: DE}, prefixes: [192.0.2.0/24]}\n";

TEST(CheckCommand, ReadsTheConnectionsOfEverySite) {
  const ConfigFile file(two_sites);
  EXPECT_THAT(outcome_of(check, file.path()).out,
              HasSubstr("correct; connections: 3, targets: 3, files: 1, warnings: 0\nsites: 2\n"));
  const auto at_ams = [](ConfigArgs config) {
    config.site = "ams";
    return check(config);
  };
  EXPECT_THAT(outcome_of(at_ams, file.path()).out,
              HasSubstr("\nsites: 2; this host is at ams, connections: 2\n"));
}

TEST(Commands, ListTheSitesIfTheHostHasNone) {
  const ConfigFile file(two_sites);
  for (const auto command : {targets, run_command}) {
    const Outcome outcome = outcome_of(command, file.path());
    EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
    EXPECT_THAT(outcome.error, HasSubstr("; the choices are ams, lon"));
  }
}

// Restores what the environment says of the site.
class SiteVariable {
 public:
  explicit SiteVariable(const char* site) { ::setenv("PEERINGD_SITE", site, 1); }
  SiteVariable(const SiteVariable&) = delete;
  SiteVariable& operator=(const SiteVariable&) = delete;
  ~SiteVariable() { ::unsetenv("PEERINGD_SITE"); }
};

TEST(TargetsCommand, ShowsTheTargetsOfTheSite) {
  const ConfigFile file(std::string("site: lon\n") + two_sites);
  EXPECT_THAT(outcome_of(targets, file.path()).out, HasSubstr("\nb "));
  const SiteVariable variable("ams");
  const std::string of_variable = outcome_of(targets, file.path()).out;
  EXPECT_THAT(of_variable, HasSubstr("\na "));
  EXPECT_THAT(of_variable, HasSubstr("\nc "));
  EXPECT_THAT(of_variable, Not(HasSubstr("\nb ")));
  const auto at_lon = [](ConfigArgs config) {
    config.site = "lon";
    return targets(config);
  };
  EXPECT_THAT(outcome_of(at_lon, file.path()).out, HasSubstr("\nb "));
}

TEST(TargetsCommand, NamesTheVariableOfAnUnknownSite) {
  const ConfigFile file(two_sites);
  const SiteVariable variable("fra");
  EXPECT_THAT(
      outcome_of(targets, file.path()).error,
      HasSubstr("PEERINGD_SITE: no connection has the site \"fra\"; the choices are ams, lon"));
}

TEST(TargetsCommand, ListsTargetsAndTheirSources) {
  const ConfigFile file(one_target("203.0.113.0/24"));  // a documentation prefix, which no host has
  const Outcome outcome = outcome_of(targets, file.path());
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_EQ(outcome.out,
            "CONNECTION  PREFIX          ENDPOINT  PROBE   HOST          INTERVAL  TIMEOUT  FROM\n"
            "berlin      203.0.113.0/24  edge      tcp:80  edge.example  10s       2s       "
            "not probed: this host has no address in 203.0.113.0/24\n"
            "\n"
            "CONNECTION  PREFIX          PROBES A DAY TO MICROSOFT\n"
            "berlin      203.0.113.0/24  0: not probed\n");
}

int targets_of_a(const ConfigArgs& config) {
  return targets_command({config.file, "ams"}, {{{"a"}, {}, {}}, true});
}

TEST(TargetsCommand, PrintsTheSelectionAsJson) {
  const ConfigFile file(two_sites);
  const Outcome outcome = outcome_of(targets_of_a, file.path());
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_EQ(
      outcome.out,
      R"({"site":"ams","targets":[{"connection":"a","prefix":"203.0.113.0/24","endpoint":"edge",)"
      R"("probe":"tcp","host":"edge.example","interval_seconds":1E1,"timeout_seconds":2E0}],)"
      R"("prefixes":[{"connection":"a","site":"ams","prefix":"203.0.113.0/24","source":null,)"
      R"("problem":"this host has no address in 203.0.113.0/24","probes_per_day":0E0}]})"
      "\n");
}

int targets_of_nothing(const ConfigArgs& config) {
  return targets_command({config.file, "ams"}, {{{"x*"}, {}, {}}, false});
}

TEST(TargetsCommand, FailsForAPatternWithoutAMatch) {
  const ConfigFile file(two_sites);
  EXPECT_EQ(outcome_of(targets_of_nothing, file.path()).exit_code, exit_usage);
}

TEST(VersionCommand, PrintsTheVersionAndTheCommit) {
  const auto print = [](bool json) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(version_command(json), exit_success);
    return testing::internal::GetCapturedStdout();
  };
  EXPECT_THAT(print(false),
              testing::MatchesRegex("peeringd [0-9.]+\ncommit [0-9a-z]+\ncompiler .+\n"));
  EXPECT_THAT(print(true),
              testing::StartsWith(R"({"version":")" PEERINGD_VERSION R"(","commit":")"));
}

int run_with_log_in_json(const ConfigArgs& config) {
  log::flush();
  log::set_format(log::Format::json);
  const int exit_code = run_command(config);
  log::flush();
  log::set_format(log::Format::text);
  return exit_code;
}

TEST(RunCommand, ReportsErrorsInTheFormatOfTheLog) {
  const Outcome outcome = outcome_of(run_with_log_in_json, data + "invalid-keys.yaml");
  EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
  std::istringstream lines(outcome.error);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_THAT(line, testing::StartsWith("{\"time\":\""));
    EXPECT_THAT(line, HasSubstr("\"level\":\"error\",\"message\":\""));
    EXPECT_THAT(line, HasSubstr("invalid-keys.yaml:"));
    EXPECT_THAT(line, testing::EndsWith("\"}"));
  }
  EXPECT_GT(count, 3);
}

TEST(RunCommand, FailsIfItsAddressIsInUse) {
  const Descriptor taken = test::tcp_listener(test::address("127.0.0.1"));
  const std::string address = "127.0.0.1:" + std::to_string(test::port_of(taken));
  const ConfigFile file(one_target("203.0.113.0/24", "web: {listen: [\"" + address + "\"]}\n"));
  const Outcome outcome = outcome_of(run_command, file.path());
  EXPECT_EQ(outcome.exit_code, exit_failed);
  EXPECT_THAT(outcome.error, HasSubstr(address));
}

}  // namespace
}  // namespace peeringd
