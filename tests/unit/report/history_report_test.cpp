#include "report/history_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <sstream>

#include "report/table.hpp"

namespace peeringd {
namespace {

using testing::HasSubstr;

constexpr const char* two_connections =
    R"({"time":"2026-11-29T13:29:58.123Z","connections":[)"
    R"({"name":"contoso-seattle","partner":"Contoso, Inc.","prefixes":[{"prefix":"203.0.113.0/24"},)"
    R"({"prefix":"2001:db8:aaaa:bbbb:cccc::/80"}]},)"
    R"({"name":"contoso-portland","partner":"Fabrikam","prefixes":[{"prefix":"auto"}]}]})";

HistoryReport reported() {
  HistoryReport report =
      begin_report(two_connections, {"contoso-seattle"}, std::chrono::days{7}).value();
  ReportedPrefix& prefix = report.connections[0].prefixes[0];
  EXPECT_TRUE(add_history(
      report, prefix,
      R"({"from":"2026-11-22T13:20:00Z","to":"2026-11-29T13:30:00Z",)"
      R"("p50":[10000,null,20000],"window":{"p50":10130,"p95":12300,"loss_ratio":0.0002}})"));
  EXPECT_TRUE(add_hours(prefix, R"({"average_of_medians":10200})"));
  EXPECT_TRUE(add_availability(
      report, R"({"connections":[{"connection":"contoso-seattle","total":{"availability":0.99987,)"
              R"("down_seconds":78,"degraded_seconds":0,"unknown_seconds":3600,)"
              R"("maintenance_seconds":0}},{"connection":"gone","total":{}}]})"));
  return report;
}

TEST(HistoryReport, ShowsEachPrefixInALine) {
  const std::string text = report_text(reported());
  EXPECT_THAT(text, HasSubstr("2026-11-22T13:20:00Z to 2026-11-29T13:29:00Z\n"));
  EXPECT_THAT(text, HasSubstr("\ncontoso-seattle (Contoso, Inc.)\n"
                              "  available 99.987%, down 1 min 18 s, not known 1 h\n"));
  EXPECT_THAT(text, HasSubstr("  10.13 ms  12.30 ms  0.02%  10.20 ms  ▁ █\n"));
  EXPECT_THAT(text, HasSubstr("2001:db8:aaaa:bbbb:cccc::/80         -"));
  EXPECT_THAT(text, testing::Not(HasSubstr("portland")));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), terminal_width + 60) << "three bytes for each block";
  }
}

TEST(HistoryReport, PrintsATableOrJson) {
  EXPECT_THAT(report_csv(reported()),
              HasSubstr("\n2026-11-22T13:20:00Z,2026-11-29T13:29:00Z,contoso-seattle,"
                        "\"Contoso, Inc.\",203.0.113.0/24,10130,12300,0.000200,10200,0.999870,78,0,"
                        "3600,0\n"));
  const auto document = boost::json::parse(report_json(reported()));
  const auto& connection = document.at("connections").as_array()[0];
  EXPECT_EQ(connection.at("availability").at("down_seconds"), 78);
  EXPECT_EQ(connection.at("prefixes").as_array()[0].at("medians").as_array()[2], 20000);
  EXPECT_TRUE(connection.at("prefixes").as_array()[1].at("median").is_null());
}

TEST(HistoryReport, RoundsAvailabilityDown) {
  HistoryReport report = reported();
  report.connections[0].availability = {.ratio = 604'798.0 / 604'800.0, .down = 2};
  EXPECT_THAT(report_text(report), HasSubstr("available 99.999%, down 2 s"));
  report.connections[0].availability->ratio = 0.9999999;
  EXPECT_THAT(report_csv(report), HasSubstr(",0.999999,2,"));
  report.connections[0].availability->ratio = 0.29;
  EXPECT_THAT(report_text(report), HasSubstr("available 29.000%"));
  report.connections[0].availability->ratio = 1;
  EXPECT_THAT(report_text(report), HasSubstr("available 100.000%"));
}

TEST(HistoryReport, HasOneSpanThatEndsWithTheLastMinuteOfTheDaemon) {
  HistoryReport report = begin_report(two_connections, {}, std::chrono::days{7}).value();
  EXPECT_EQ(report.from, "2026-11-22T13:29:00Z");
  EXPECT_EQ(report.to, "2026-11-29T13:29:00Z");
  std::string medians = "null";
  for (int i = 0; i < 599; ++i) medians += "," + std::to_string(1000 + i / 10);
  ReportedPrefix& prefix = report.connections[0].prefixes[0];
  ASSERT_TRUE(add_history(report, prefix,
                          R"({"from":"2026-11-22T13:20:00Z","to":"2026-11-29T13:30:00Z",)"
                          R"("window":{},"p50":[)" +
                              medians + "]}"));
  EXPECT_EQ(report.from, "2026-11-22T13:20:00Z") << "the step's begin, from which the figures are";
  EXPECT_EQ(report.to, "2026-11-29T13:29:00Z") << "not the step's end, which lies in the future";
  ASSERT_EQ(prefix.medians.size(), 60U);
  EXPECT_EQ(prefix.medians.back(), 1059);
  EXPECT_FALSE(begin_report(R"({"connections":[],"time":"now"})", {}, std::chrono::hours{1}));
}

TEST(HistoryReport, StatesThatThereAreNoRecords) {
  const HistoryReport nothing = begin_report(two_connections, {}, std::chrono::hours{6}).value();
  EXPECT_EQ(nothing.connections.size(), 2U);
  EXPECT_THAT(report_text(nothing), HasSubstr("nothing was recorded\n"));
  EXPECT_THAT(report_text(nothing), HasSubstr("availability not known"));
}

TEST(HistoryReport, RejectsUnknownNamesAndInvalidJson) {
  const auto unknown = begin_report(two_connections, {"contoso-seatle"}, std::chrono::hours{6});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("did you mean \"contoso-seattle\"?"));
  EXPECT_FALSE(begin_report("<html>", {}, std::chrono::hours{6}));
  EXPECT_FALSE(begin_report("[]", {}, std::chrono::hours{6}));
  ReportedPrefix prefix;
  EXPECT_FALSE(add_hours(prefix, "{}"));
}

}  // namespace
}  // namespace peeringd
