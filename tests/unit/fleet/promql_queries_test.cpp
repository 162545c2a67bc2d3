#include "fleet/promql_queries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(PromqlQueries, QuoteWhatALabelMayHave) {
  EXPECT_EQ(promql_string("a\"b\\c\nd"), R"("a\"b\\c\nd")");
  EXPECT_EQ(regex_literal("a.b|c"), R"(a\.b\|c)");
}

TEST(PromqlQueries, CannotBeExtendedByANameInAnAddress) {
  const HistoryGrid grid{Moment{60s}, Moment{120s}, 60s, Tier::minute};
  const std::vector<std::string> names{"x\"} or up{a=\"", "b.c"};
  for (const PromQuery& query : report_queries("peeringd", "i\"", names, "p\"", grid)) {
    EXPECT_THAT(query.expression, HasSubstr(R"(instance="i\"")"));
    EXPECT_THAT(query.expression, HasSubstr(R"(prefix="p\"")"));
    EXPECT_THAT(query.expression, HasSubstr(R"(b\\.c)"));
    EXPECT_THAT(query.expression, Not(HasSubstr(R"(x"})")));
  }
}

TEST(PromqlQueries, CountSamplesOnlyWhereAStoreRepeatsValues) {
  const std::vector<std::string> names{"isp"};
  const HistoryGrid fine{Moment{0s}, Moment{600s}, 60s, Tier::minute};
  const auto queries = report_queries("peeringd", "i", names, "p", fine);
  ASSERT_EQ(queries.size(), 2U);
  EXPECT_THAT(queries[1].expression, testing::AllOf(testing::StartsWith("count_over_time("),
                                                    testing::EndsWith("}[59s])")));
  const HistoryGrid coarse{Moment{0s}, Moment{6000s}, 600s, Tier::ten_minutes};
  EXPECT_EQ(report_queries("peeringd", "i", names, "p", coarse).size(), 1U);
}

TEST(PromqlQueries, AreAHandfulForAllBranches) {
  EXPECT_LE(current_queries("peeringd").size(), 4U);
  for (const PromQuery& query : current_queries("jo\"b")) {
    EXPECT_THAT(query.expression, HasSubstr(R"(job="jo\"b")"));
    EXPECT_FALSE(query.grid);
  }
}

TEST(PromqlQueries, FindBranchesOfTheLastWeek) {
  EXPECT_EQ(recorded_inventory_query("jo\"b").expression,
            R"(fleet:connection_last_seen{job="jo\"b"})");
  EXPECT_THAT(week_inventory_query("peeringd").expression, HasSubstr("[7d:10m]"));
  EXPECT_THAT(recent_inventory_query("peeringd").expression, HasSubstr("[30m:30s]"));
}

TEST(PromqlQueries, BecomeTargetsWithAnEncodedExpression) {
  const std::string instant = target_of({"up{a=\"b c&d\"}"}, 1500ms);
  EXPECT_THAT(instant, HasSubstr("/api/v1/query?query=up%7Ba%3D%22b%20c%26d%22%7D"));
  EXPECT_THAT(instant, HasSubstr("timeout=1500ms"));
  const HistoryGrid grid{Moment{60s}, Moment{180s}, 60s, Tier::minute};
  EXPECT_THAT(target_of({"up", grid}, 1s),
              HasSubstr("/api/v1/query_range?query=up&start=60&end=180&step=60"));
  EXPECT_THAT(target_of({"up", grid, Moment{150s}}, 1s), HasSubstr("start=60&end=150&step=60"));
  EXPECT_THAT(target_of({"up", {}, Moment{150s}}, 1s), HasSubstr("time=150"));
}

}  // namespace
}  // namespace peeringd
