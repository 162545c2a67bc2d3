#include "report/spark_line.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(SparkLine, ScalesFromTheSmallestToTheLargestValue) {
  EXPECT_EQ(spark_line({10, 20, std::nullopt, 80}, 10), "▁▂ █");
}

TEST(SparkLine, KeepsNoiseFlat) {
  EXPECT_EQ(spark_line({100, 101, 100, 102}, 10), "▁▁▁▂");
  EXPECT_EQ(spark_line({0, 0}, 10), "▁▁");
}

TEST(SparkLine, FitsItsWidth) {
  EXPECT_EQ(spark_line({1, 1, 9, 1, 1, 1, 9, 9, 9}, 3), "▁▁█") << "the median of three each";
  EXPECT_EQ(spark_line({std::nullopt, std::nullopt, 5, 5}, 2), " ▁");
  EXPECT_EQ(spark_line({5, 5}, 0), "");
  EXPECT_EQ(spark_line({}, 5), "");
}

}  // namespace
}  // namespace peeringd
