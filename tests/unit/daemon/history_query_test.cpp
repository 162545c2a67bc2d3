#include "daemon/web/history_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Moment now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};
const std::string series = "connection=a&prefix=198.18.0.0%2F24";

HistoryQuery parsed(const std::string& more) {
  const auto query = parse_history_query(series + more, now);
  EXPECT_TRUE(query) << query.error().message;
  return query ? *query : HistoryQuery{};
}

std::string error_of(const std::string& text) {
  const auto query = parse_history_query(text, now);
  EXPECT_FALSE(query) << text;
  return query ? "" : query.error().message;
}

TEST(HistoryQuery, DefaultsToTheLastDay) {
  const HistoryQuery query = parsed("");
  EXPECT_EQ(query.key, (TargetKey{"a", "198.18.0.0/24", "", ""}));
  EXPECT_EQ(query.span.from, now - 24h);
  EXPECT_EQ(query.span.to, now);
  EXPECT_EQ(query.span.points, default_points);
}

TEST(HistoryQuery, AcceptsAWindowOrASpan) {
  EXPECT_EQ(parsed("&window=30d").span.from, now - 30 * 24h);
  EXPECT_EQ(parsed("&window=1y").span.from, now - 365 * 24h);
  const HistoryQuery span =
      parsed("&from=2026-02-01T00:00:00Z&to=2026-02-02T06:00:00Z&endpoint=teams&probe=tcp");
  EXPECT_EQ(span.span.to - span.span.from, 30h);
  EXPECT_EQ(span.key.endpoint, "teams");
  EXPECT_EQ(parsed("&from=2026-03-01T00:00:00Z&to=2027-01-01T00:00:00Z").span.to, now)
      << "no records from the future";
}

TEST(HistoryQuery, RejectsInvalidParameters) {
  EXPECT_THAT(error_of("prefix=auto"), HasSubstr("connection is missing"));
  EXPECT_THAT(error_of("connection=a"), HasSubstr("prefix is missing"));
  EXPECT_THAT(error_of(series + "&probe=icmp"), HasSubstr("needs the parameter endpoint"));
  EXPECT_THAT(error_of(series + "&window=soon"), HasSubstr("window"));
  EXPECT_THAT(error_of(series + "&window=1d&from=2026-01-01T00:00:00Z"), HasSubstr("not both"));
  EXPECT_THAT(error_of(series + "&window=1h&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"),
              HasSubstr("not both"))
      << "also where from is what it is by default";
  EXPECT_THAT(error_of(series + "&from=yesterday"), HasSubstr("from"));
  EXPECT_THAT(error_of(series + "&from=2026-03-02T00:00:00Z"), HasSubstr("future"));
  EXPECT_THAT(error_of(series + "&from=1999-01-01T00:00:00Z"), HasSubstr("ten years"));
  EXPECT_THAT(error_of(series + "&points=0"), HasSubstr("points"));
  EXPECT_THAT(error_of(series + "&points=1000000"), HasSubstr("points"));
  EXPECT_THAT(error_of(series + "&colour=red"), HasSubstr("unknown parameter"));
}

}  // namespace
}  // namespace peeringd
