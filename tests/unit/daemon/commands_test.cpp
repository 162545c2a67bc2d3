#include "daemon/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "log/log.hpp"
#include "support/captured_log.hpp"
#include "support/loopback.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;

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
  outcome.exit_code = command(file);
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.error = test::captured_log();
  return outcome;
}

int check(const std::filesystem::path& file) {
  return check_command(file, false);
}

int check_quietly(const std::filesystem::path& file) {
  return check_command(file, true);
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

TEST(EachCommand, FailsForAMissingFile) {
  for (const auto command : {check, targets_command, run_command}) {
    const Outcome outcome = outcome_of(command, data + "no-such-file.yaml");
    EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.error, HasSubstr("no-such-file.yaml"));
  }
}

TEST(EachCommand, FailsForAnInvalidConfiguration) {
  for (const auto command : {check, targets_command, run_command}) {
    const Outcome outcome = outcome_of(command, data + "invalid-keys.yaml");
    EXPECT_EQ(outcome.exit_code, exit_bad_configuration);
    EXPECT_THAT(outcome.error, HasSubstr("invalid-keys.yaml:"));
  }
}

TEST(TargetsCommand, ListsTargetsAndTheirSources) {
  const ConfigFile file(one_target("203.0.113.0/24"));  // a documentation prefix, which no host has
  const Outcome outcome = outcome_of(targets_command, file.path());
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_EQ(outcome.out,
            "CONNECTION  PREFIX          ENDPOINT  PROBE   HOST          INTERVAL  TIMEOUT  FROM\n"
            "berlin      203.0.113.0/24  edge      tcp:80  edge.example  10s       2s       "
            "not probed: this host has no address in 203.0.113.0/24\n"
            "\n"
            "CONNECTION  PREFIX          PROBES A DAY TO MICROSOFT\n"
            "berlin      203.0.113.0/24  0: not probed\n");
}

int run_with_log_in_json(const std::filesystem::path& file) {
  log::flush();
  log::set_format(log::Format::json);
  const int exit_code = run_command(file);
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

TEST(RunCommand, CannotStartWhereItsAddressIsInUse) {
  const Descriptor taken = test::tcp_listener(test::address("127.0.0.1"));
  const std::string address = "127.0.0.1:" + std::to_string(test::port_of(taken));
  const ConfigFile file(one_target("203.0.113.0/24", "web: {listen: [\"" + address + "\"]}\n"));
  const Outcome outcome = outcome_of(run_command, file.path());
  EXPECT_EQ(outcome.exit_code, exit_cannot_start);
  EXPECT_THAT(outcome.error, HasSubstr(address));
}

}  // namespace
}  // namespace peeringd
