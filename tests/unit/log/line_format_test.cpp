#include "log/line_format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>

#include <string>
#include <vector>

namespace peeringd::log {
namespace {

constexpr const char* time =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}[+-][0-9]{2}:[0-9]{2}$";

std::string line(Format format, bool priority, spdlog::level::level_enum level,
                 const std::string& text) {
  spdlog::memory_buf_t out;
  make_formatter(format, priority)->format({"peeringd", level, text}, out);
  return {out.data(), out.size()};
}

std::string warning(Format format, bool priority = false) {
  return line(format, priority, spdlog::level::warn, R"(no "DNS" from 192.0.2.1)");
}

void expect_dated(const std::string& line, const std::string& before, const std::string& after) {
  ASSERT_GT(line.size(), before.size() + after.size());
  EXPECT_EQ(line.substr(0, before.size()), before);
  EXPECT_EQ(line.substr(line.size() - after.size()), after);
  const std::string date = line.substr(before.size(), line.size() - before.size() - after.size());
  EXPECT_THAT(date, testing::ContainsRegex(time));
}

TEST(LineFormat, AddsDateAndTimeToTextOnATerminal) {
  expect_dated(warning(Format::text), "", " warning no \"DNS\" from 192.0.2.1\n");
}

TEST(LineFormat, OmitsDateAndTimeInTheJournal) {
  EXPECT_EQ(warning(Format::text, true), "<4>no \"DNS\" from 192.0.2.1\n");
}

TEST(LineFormat, HasTimeLevelAndMessageInLogfmt) {
  expect_dated(warning(Format::logfmt),
               "time=", " level=warning message=\"no \\\"DNS\\\" from 192.0.2.1\"\n");
}

TEST(LineFormat, HasTimeLevelAndMessageInJson) {
  expect_dated(warning(Format::json), R"({"time":")",
               "\",\"level\":\"warning\",\"message\":\"no \\\"DNS\\\" from 192.0.2.1\"}\n");
}

TEST(LineFormat, StartsWithThePriorityInEveryFormat) {
  expect_dated(warning(Format::logfmt, true),
               "<4>time=", " level=warning message=\"no \\\"DNS\\\" from 192.0.2.1\"\n");
  EXPECT_EQ(line(Format::json, true, spdlog::level::err, "x").substr(0, 4), "<3>{");
  EXPECT_EQ(line(Format::json, true, spdlog::level::info, "x").substr(0, 4), "<6>{");
  EXPECT_EQ(line(Format::json, true, spdlog::level::debug, "x").substr(0, 4), "<7>{");
}

TEST(LineFormat, NamesTheLevelsAsTheOptionDoes) {
  for (const auto& [level, name] : {std::pair{spdlog::level::debug, "debug"},
                                    {spdlog::level::info, "info"},
                                    {spdlog::level::warn, "warning"},
                                    {spdlog::level::err, "error"}}) {
    EXPECT_THAT(line(Format::logfmt, false, level, "x"),
                testing::HasSubstr(std::string(" level=") + name + " "));
  }
}

TEST(LineFormat, EscapesLineBreaksAndTerminalControls) {
  const std::string forged = "x\n<3>forged\x1b[2J\u009b2J\x9b";
  for (const Format format : {Format::text, Format::logfmt, Format::json}) {
    for (const bool priority : {false, true}) {
      const std::string text = line(format, priority, spdlog::level::info, forged);
      EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
      EXPECT_EQ(text.find_first_of("\x1b\x9b"), std::string::npos) << text;
    }
  }
  EXPECT_EQ(line(Format::text, true, spdlog::level::info, forged),
            "<6>x\\n<3>forged\\x1b[2J\\u009b2J\\x9b\n");
}

TEST(Quoted, KeepsALineOneLine) {
  EXPECT_EQ(quoted("a\nb\tc\r\x1b"), R"("a\nb\tc\u000d\u001b")");
}

TEST(Quoted, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(quoted(R"(C:\"x")"), R"("C:\\\"x\"")");
}

TEST(Quoted, KeepsUtf8AndReplacesInvalidBytes) {
  EXPECT_EQ(quoted("Zürich"), "\"Zürich\"");
  EXPECT_EQ(quoted("Z\xfcrich"), "\"Z\xef\xbf\xbdrich\"");
}

TEST(LineFormat, AppendsFieldsToTheMessage) {
  const std::vector<Field> fields{
      {"connection", "a \"b\"\n"}, {"value", 0.25}, {"count", std::uint64_t{3}}, {"active", true}};
  expect_dated(
      line(Format::logfmt, false, spdlog::level::warn, with_fields("slow", fields, Format::logfmt)),
      "time=",
      " level=warning message=\"slow\" connection=\"a \\\"b\\\"\\n\" value=0.25 count=3 "
      "active=true\n");
  expect_dated(
      line(Format::json, false, spdlog::level::warn, with_fields("slow", fields, Format::json)),
      R"({"time":")",
      "\",\"level\":\"warning\",\"message\":\"slow\",\"connection\":\"a "
      "\\\"b\\\"\\n\",\"value\":0.25,"
      "\"count\":3,\"active\":true}\n");
  EXPECT_EQ(
      line(Format::text, true, spdlog::level::warn, with_fields("slow", fields, Format::text)),
      "<4>slow\n");
}

TEST(LineFormat, DoesNotParseFieldsFromTheMessage) {
  const std::string hostile = "x\x1e,\"level\":\"error\"";
  for (const Format format : {Format::json, Format::logfmt, Format::text}) {
    const std::string text =
        line(format, false, spdlog::level::warn, with_fields(hostile, {}, format));
    EXPECT_THAT(text,
                testing::HasSubstr(format == Format::text ? "x ,\"level\"" : "x ,\\\"level\\\""));
  }
}

}  // namespace
}  // namespace peeringd::log
