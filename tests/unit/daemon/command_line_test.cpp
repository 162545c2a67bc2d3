#include "daemon/commands/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/commands/commands.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;
using testing::Not;
using Command = CommandLine::Command;

// The result of a command line, and its output.
struct ReadLine {
  std::optional<CommandLine> line;
  int exit_code = -1;  // -1: not set
  std::string out;
  std::string error;
};

ReadLine read(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "peeringd");
  ReadLine outcome;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  outcome.line =
      read_command_line(static_cast<int>(arguments.size()), arguments.data(), outcome.exit_code);
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.error = testing::internal::GetCapturedStderr();
  return outcome;
}

TEST(CommandLine, ReadsEachCommand) {
  EXPECT_EQ(read({"run"}).line.value().command, Command::run);
  EXPECT_EQ(read({"check"}).line.value().command, Command::check);
  EXPECT_EQ(read({"targets"}).line.value().command, Command::targets);
}

TEST(CommandLine, UsesTheInstalledConfigurationByDefault) {
  for (const char* command : {"run", "check", "targets"}) {
    EXPECT_EQ(read({command}).line.value().config.file, "/etc/peeringd/peeringd.yaml");
    EXPECT_EQ(read({command, "--config", "a.yaml"}).line.value().config.file, "a.yaml");
    EXPECT_EQ(read({command, "-c", "b.yaml"}).line.value().config.file, "b.yaml");
    EXPECT_EQ(read({command, "--config=c.yaml"}).line.value().config.file, "c.yaml");
  }
}

TEST(CommandLine, AcceptsTheConfigurationBeforeTheCommand) {
  for (const char* command : {"run", "check", "targets", "probe"}) {
    EXPECT_EQ(read({"-c", "a.yaml", command}).line.value().config.file, "a.yaml");
    EXPECT_EQ(read({"--config=b.yaml", command}).line.value().config.file, "b.yaml");
  }
}

TEST(CommandLine, ReadsTheSiteOfEachCommand) {
  for (const char* command : {"run", "check", "targets", "probe"}) {
    EXPECT_EQ(read({command}).line.value().config.site, "");
    EXPECT_EQ(read({command, "--site", "ams"}).line.value().config.site, "ams");
    EXPECT_THAT(read({command, "--site", ""}).error, HasSubstr("the name of a site is missing"));
  }
}

TEST(CommandLine, OffersNoSiteToCommandsThatAskTheDaemon) {
  for (const char* command : {"status", "report"}) {
    EXPECT_THAT(read({command, "--site", "ams"}).error, HasSubstr("has no option \"--site\""));
  }
}

TEST(CommandLine, ReadsAVariableFileOnlyForCommandsThatDoNotProbe) {
  for (const char* command : {"check", "targets"}) {
    EXPECT_EQ(read({command}).line.value().config.variables, "");
    EXPECT_EQ(read({command, "--env", "ci.env"}).line.value().config.variables, "ci.env");
  }
  EXPECT_THAT(read({"run", "--env", "ci.env"}).error, HasSubstr("run has no option \"--env\""));
}

TEST(CommandLine, ReadsSeveralNamesOfTargets) {
  for (const char* command : {"targets", "probe"}) {
    const auto line = read({command, "--connection", "a", "--connection", "b*", "--prefix", "auto",
                            "--endpoint=teams", "--json"})
                          .line.value();
    const Selection& selection =
        line.command == Command::probe ? line.probe.selection : line.targets.selection;
    EXPECT_THAT(selection.connections, testing::ElementsAre("a", "b*"));
    EXPECT_THAT(selection.prefixes, testing::ElementsAre("auto"));
    EXPECT_THAT(selection.endpoints, testing::ElementsAre("teams"));
    EXPECT_TRUE(line.command == Command::probe ? line.probe.json : line.targets.json);
  }
}

TEST(CommandLine, ReadsConfigShow) {
  const CommandLine line = read({"config", "show", "-c", "a.yaml", "--site", "x"}).line.value();
  EXPECT_EQ(line.command, Command::config_show);
  EXPECT_EQ(line.config.file, "a.yaml");
  EXPECT_EQ(line.config.site, "x");
  EXPECT_EQ(read({"config"}).exit_code, exit_usage);
  EXPECT_THAT(read({"config", "shw"}).error,
              HasSubstr("\"shw\" is not an action; the only one is show"));
}

TEST(CommandLine, ReadsProbeFromAnAddress) {
  const CommandLine line =
      read({"probe", "--from", "192.0.2.1", "a.example", "192.0.2.2", "--count", "2"}).line.value();
  EXPECT_EQ(line.probe.from, "192.0.2.1");
  EXPECT_THAT(line.probe.hosts, testing::ElementsAre("a.example", "192.0.2.2"));
  EXPECT_TRUE(read({"probe", "--watch"}).line->probe.watch);
  EXPECT_EQ(read({"probe", "--watch", "--count", "2"}).exit_code, exit_usage);
  EXPECT_EQ(read({"probe", "--from", "192.0.2.1"}).exit_code, exit_usage);
  const ReadLine outcome = read({"probe", "a.yaml"});
  EXPECT_EQ(outcome.exit_code, exit_usage);
  EXPECT_THAT(outcome.error, HasSubstr("unexpected argument \"a.yaml\" after probe; use --from"));
}

TEST(CommandLine, ReadsStatus) {
  const CommandLine line = read({"status", "--url", "http://[::1]:1", "--watch"}).line.value();
  EXPECT_EQ(line.command, Command::status);
  EXPECT_EQ(line.status.url, "http://[::1]:1");
  EXPECT_TRUE(line.status.watch);
  EXPECT_FALSE(read({"status"}).line.value().status.watch);
}

TEST(CommandLine, ReadsReport) {
  const CommandLine standard = read({"report"}).line.value();
  EXPECT_EQ(standard.command, Command::report);
  EXPECT_EQ(standard.report.window, "7d");
  const CommandLine line =
      read({"report", "--connection", "a", "--connection", "b", "--window", "1y", "--csv"})
          .line.value();
  EXPECT_EQ(line.report.connections, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(line.report.csv);
  EXPECT_FALSE(read({"report", "--csv", "--json"}).line);
  EXPECT_FALSE(read({"report", "--window", "soon"}).line);
  EXPECT_FALSE(read({"report", "--window", "6y"}).line);
}

TEST(CommandLine, ReadsTheVersionAsACommand) {
  EXPECT_EQ(read({"version"}).line.value().command, Command::version);
  EXPECT_TRUE(read({"version", "--json"}).line.value().json);
}

TEST(CommandLine, ReadsImport) {
  const CommandLine line = read({"import", "azure", "a.json", "-", "--output", "b.yaml", "--check",
                                 "--all", "--country", "London=gb", "--country", "Zurich=CH"})
                               .line.value();
  EXPECT_EQ(line.command, Command::import_files);
  EXPECT_EQ(line.import_args.kind, "azure");
  EXPECT_THAT(line.import_args.files, testing::ElementsAre("a.json", "-"));
  EXPECT_EQ(line.import_args.output, "b.yaml");
  EXPECT_TRUE(line.import_args.check && line.import_args.azure.all);
  EXPECT_EQ(line.import_args.azure.countries.at("London"), "GB");
  EXPECT_EQ(line.import_args.azure.countries.at("Zurich"), "CH");
  const CommandLine of_list =
      read({"import", "microsoft365", "a.json", "--tenant", "contoso", "--check", "-c", "b.yaml"})
          .line.value();
  EXPECT_EQ(of_list.import_args.microsoft365.tenant, "contoso");
  EXPECT_EQ(of_list.config.file, "b.yaml");
}

TEST(CommandLine, LogsAtLevelInfoByDefault) {
  EXPECT_EQ(read({"run"}).line.value().log_level, log::Level::info);
  EXPECT_EQ(read({"run", "--log-level", "debug"}).line.value().log_level, log::Level::debug);
  EXPECT_EQ(read({"run", "--log-level", "warning"}).line.value().log_level, log::Level::warning);
  EXPECT_EQ(read({"run", "--log-level", "error"}).line.value().log_level, log::Level::error);
}

TEST(CommandLine, LogsTextByDefault) {
  EXPECT_EQ(read({"run"}).line.value().log_format, log::Format::text);
  EXPECT_EQ(read({"run", "--log-format", "logfmt"}).line.value().log_format, log::Format::logfmt);
  EXPECT_EQ(read({"run", "--log-format", "json"}).line.value().log_format, log::Format::json);
}

TEST(CommandLine, PrintsWarningsUnlessQuiet) {
  EXPECT_FALSE(read({"check"}).line.value().quiet);
  EXPECT_TRUE(read({"check", "--quiet"}).line.value().quiet);
  EXPECT_TRUE(read({"check", "-q"}).line.value().quiet);
}

TEST(CommandLine, PrintsTheVersionAndSucceeds) {
  const ReadLine outcome = read({"--version"});
  EXPECT_FALSE(outcome.line.has_value());
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_EQ(outcome.out, "peeringd " PEERINGD_VERSION "\n");
  EXPECT_EQ(outcome.error, "");
}

TEST(CommandLine, PrintsHelp) {
  const ReadLine outcome = read({"--help"});
  EXPECT_FALSE(outcome.line.has_value());
  EXPECT_EQ(outcome.exit_code, exit_success);
  EXPECT_EQ(outcome.error, "");
  for (const char* words :
       {"Azure Peering Service", "run", "check", "targets", "--version",
        "http://127.0.0.1:8075/metrics", "Exit codes: 0 success, 1", "2", "3"}) {
    EXPECT_THAT(outcome.out, HasSubstr(words));
  }
}

TEST(CommandLine, PrintsHelpOfEachCommand) {
  for (const char* command : {"run", "check", "targets"}) {
    const ReadLine outcome = read({command, "--help"});
    EXPECT_FALSE(outcome.line.has_value());
    EXPECT_EQ(outcome.exit_code, exit_success);
    EXPECT_THAT(outcome.out, HasSubstr("--config"));
    EXPECT_THAT(outcome.out, HasSubstr("/etc/peeringd/peeringd.yaml"));
    EXPECT_THAT(outcome.out, Not(HasSubstr("Exit codes")))
        << "of the program, so in its help alone";
  }
}

// The error goes to standard error; standard output, which a script may read, stays empty.
void expect_refused(std::vector<const char*> arguments, const char* words) {
  const ReadLine outcome = read(std::move(arguments));
  EXPECT_FALSE(outcome.line.has_value()) << words;
  EXPECT_EQ(outcome.exit_code, exit_usage) << words;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.error, HasSubstr(words));
}

TEST(CommandLine, ExplainsUnknownWords) {
  expect_refused(
      {},
      "a command is missing; the choices are run, check, targets, probe, config, import, status, "
      "report, overview, version\n");
  expect_refused(
      {"sing"},
      "no command \"sing\"; the choices are run, check, targets, probe, config, import, status, "
      "report, overview, version\n");
  expect_refused({"rnu"}, "there is no command \"rnu\"; did you mean \"run\"?\n");
  expect_refused({"run", "--frobnicate"}, "run has no option \"--frobnicate\"\n");
  expect_refused({"--halp"}, "peeringd has no option \"--halp\"; did you mean \"--help\"?\n");
  expect_refused({"--frobnicate", "run"}, "peeringd has no option \"--frobnicate\"\n");
  expect_refused({"probe", "--conection=x"}, "\"--conection\"; did you mean \"--connection\"?\n");
  expect_refused({"check", "--confg", "a.yaml"}, "did you mean \"--config\"?\n");
  expect_refused({"run", "--config"}, "--config");
  expect_refused({"run", "extra"}, "unexpected argument \"extra\" after run\n");
  expect_refused(
      {"check", "some.yaml"},
      "unexpected argument \"some.yaml\" after check; use -c FILE for a configuration file\n");
  expect_refused({"run", "--log-level", "loud"},
                 "--log-level: \"loud\" is not one of debug, error, info, warning\n");
  expect_refused({"run", "--log-level", "warn"},
                 "\"warn\" is not one of debug, error, info, warning; did you mean \"warning\"?\n");
  expect_refused({"check", "--log-level", "debug"}, "--log-level");
  expect_refused({"run", "--log-format", "xml"}, "xml");
  expect_refused({"run", "--quiet"}, "--quiet");
  expect_refused(
      {"import", "azur", "a"},
      "\"azur\" is not one of azure, microsoft365, service-tags; did you mean \"azure\"?\n");
  expect_refused({"import", "azure"}, "FILE");
  expect_refused({"import", "azure", "a", "--check"}, "--check needs --output FILE");
  expect_refused({"import", "azure", "a", "--allow"}, "--allow does not apply to import azure");
  expect_refused({"import", "azure", "a", "--country", "London=UK"}, "is not a country code");
  expect_refused({"import", "microsoft365", "a", "--all"},
                 "--all does not apply to import microsoft365");
  expect_refused({"-c", "a.yaml", "run", "-c", "b.yaml"}, "--config is given twice");
  expect_refused({"-c", "a.yaml"}, "a command is missing");
}

TEST(CommandLine, RunsOneCommandAtATime) {
  EXPECT_EQ(read({"run", "check"}).exit_code, exit_usage);
}

}  // namespace
}  // namespace peeringd
