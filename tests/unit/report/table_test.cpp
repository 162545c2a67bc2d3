#include "report/table.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using namespace std::chrono_literals;

TEST(Table, AlignsColumnsAndLeavesNoBlanksAtTheEndOfALine) {
  EXPECT_EQ(format_table({{"NAME", "SENT", "NOTE"}, {"a", "100", "x"}, {"longer", "1", ""}}),
            "NAME    SENT  NOTE\n"
            "a       100   x\n"
            "longer  1\n");
}

TEST(Table, IsEmptyWithoutRows) {
  EXPECT_EQ(format_table({}), "");
}

TEST(Table, ShowsUnmeasuredValuesAsADash) {
  EXPECT_EQ(milliseconds_text(10'126us), "10.13 ms");
  EXPECT_EQ(milliseconds_text(std::nullopt), "-");
}

}  // namespace
}  // namespace peeringd
