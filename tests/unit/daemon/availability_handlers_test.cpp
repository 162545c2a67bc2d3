#include "daemon/web/availability_handlers.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr Moment today{std::chrono::sys_days{std::chrono::year{2026} / 3 / 5} + 12h};

TEST(AvailabilityQuery, AcceptsThreeMonthsOrASpan) {
  const auto standard = parse_availability_query("", today);
  ASSERT_TRUE(standard);
  EXPECT_EQ(standard->from, (Moment{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}}));
  EXPECT_EQ(standard->to, today);
  EXPECT_EQ(parse_availability_query("window=7d&connection=a&connection=b", today)->from,
            today - std::chrono::days{7});
  EXPECT_EQ(parse_availability_query("connection=a&connection=b", today)->connections.size(), 2U);
}

TEST(AvailabilityQuery, RejectsInvalidParameters) {
  for (const char* const wrong :
       {"months=0", "months=61", "months=2&window=1d", "window=x", "prefix=auto"}) {
    EXPECT_FALSE(parse_availability_query(wrong, today)) << wrong;
  }
}

}  // namespace
}  // namespace peeringd
