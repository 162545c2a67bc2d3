#include "report/status_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "report/table.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A document with these connections, and one group.
std::string status_document(const std::string& connections) {
  return R"({"time":"2026-11-29T14:00:00.000Z","site":"ams","connections":[)" + connections +
         R"(],"groups":[{"name":"contoso","up":true,"up_since":null,"result":"Warning",)"
         R"("since":"2026-11-29T13:59:00.000Z","reason":"redundancy lost"}]})";
}

std::string named(const std::string& name, const std::string& members) {
  return R"({"name":")" + name + R"(",)" + members + "}";
}

constexpr const char* up_and_pass =
    R"("up":true,"result":"Pass","since":"2026-11-29T13:57:47.000Z","reason":null,)"
    R"("rtt_seconds":0.010123,"loss_ratio":0,"jitter_seconds":null)";
constexpr const char* down =
    R"("up":false,"up_since":"2026-11-29T13:46:40.000Z","result":"Fail",)"
    R"("since":"2026-11-29T13:47:00.000Z","reason":"no answer on 2 of 2 prefixes")";

std::vector<std::string> lines_of_status(const std::string& document, bool colour = false) {
  std::istringstream text(status_report(document, colour).value());
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

TEST(StatusReport, ShowsStatesFiguresAndReasons) {
  EXPECT_EQ(status_report(status_document(named("a", up_and_pass) + "," + named("b", down)), false)
                .value(),
            "site ams, connections: 2, as of 2026-11-29T14:00:00.000Z\n"
            "\n"
            "DOWN     b for 13 min 20 s\n"
            "         no answer on 2 of 2 prefixes\n"
            "         rtt -, loss -, jitter -\n"
            "PASS     a for 2 min 13 s\n"
            "         rtt 10.1 ms, loss 0%, jitter -\n"
            "WARNING  group contoso for 1 min\n"
            "         redundancy lost\n");
}

TEST(StatusReport, StartsWithTheWorstConnection) {
  const std::string text = *status_report(
      status_document(named("pass", up_and_pass) + "," +
                      named("unknown", R"("up":null,"result":null)") + "," +
                      named("starting", R"("up":null,"result":"Indeterminate")") + "," +
                      named("none", R"("up":true,"result":null)") + "," +
                      named("planned", std::string(down) + R"(,"maintenance":true)") + "," +
                      named("warning", R"("up":true,"result":"Warning")") + "," +
                      named("fail", R"("up":true,"result":"Fail")") + "," + named("down", down)),
      false);
  std::size_t before = 0;
  for (const char* line : {"DOWN     down", "DOWN     planned for 13 min 20 s (maintenance)",
                           "FAIL     fail", "WARNING  warning", "INDETERMINATE starting",
                           "UNKNOWN  unknown", "PASS     pass", "UP       none"}) {
    const auto at = text.find(line);
    ASSERT_NE(at, std::string::npos) << line << "\n" << text;
    EXPECT_GE(at, before) << line;
    before = at;
  }
}

TEST(StatusReport, FitsATerminal) {
  std::string reason;
  for (int i = 0; i < 60; ++i)
    reason += "words " + std::string(static_cast<std::size_t>(i % 9), 'x') + " ";
  const auto lines =
      lines_of_status(status_document(named("a", R"("up":false,"reason":")" + reason + R"(")")));
  EXPECT_GT(lines.size(), 8U);
  for (const std::string& line : lines) EXPECT_LE(line.size(), terminal_width) << line;
}

TEST(StatusReport, HasColoursOnlyOnRequest) {
  const std::string document = status_document(named("b", down));
  EXPECT_EQ(lines_of_status(document, true).at(2), "\x1b[1;31mDOWN     \x1b[0mb for 13 min 20 s");
  EXPECT_THAT(*status_report(document, false), Not(HasSubstr("\x1b")));
}

TEST(StatusReport, EscapesTerminalControls) {
  const std::string text = *status_report(
      status_document(named("a\\u001b[2J", R"("up":false,"reason":"x\u001b]0;y\u0007")")), false);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\x1b]0;y"));
}

TEST(StatusReport, RejectsOtherJson) {
  for (const char* text : {"", "{}", "[]", "404", R"({"connections":)"}) {
    EXPECT_FALSE(status_report(text, false)) << text;
  }
  EXPECT_TRUE(
      status_report(R"({"connections":[1,{"name":2},null],"groups":7,"time":null})", false));
}

}  // namespace
}  // namespace peeringd
