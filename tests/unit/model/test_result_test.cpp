#include "model/test_result.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

using enum TestResult;

TEST(WorstResult, OrdersFailBeforeWarningBeforeIndeterminate) {
  EXPECT_EQ(worst_of(fail, warning), fail);
  EXPECT_EQ(worst_of(indeterminate, fail), fail);
  EXPECT_EQ(worst_of(indeterminate, warning), warning);
  EXPECT_EQ(worst_of(pass, warning), warning);
  EXPECT_EQ(worst_of(pass, indeterminate), indeterminate);
  EXPECT_EQ(worst_of(pass, pass), pass);
}

constexpr Member p{pass};
constexpr Member w{warning};
constexpr Member f{fail};
constexpr Member warm{indeterminate, true};
constexpr Member cold{indeterminate, false};
constexpr Member up{indeterminate, true, true};

struct Row {
  const char* name;
  std::vector<Member> members;
  TestResult expected;
};

class ResultOfConnection : public testing::TestWithParam<Row> {};

TEST_P(ResultOfConnection, FollowsTheTable) {
  EXPECT_EQ(result_of_connection(GetParam().members), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Prefixes, ResultOfConnection,
    testing::Values(Row{"PP", {p, p}, pass}, Row{"PW", {p, w}, warning}, Row{"WW", {w, w}, warning},
                    Row{"WI", {w, cold}, warning}, Row{"PI", {p, warm}, pass},
                    Row{"PF", {p, f}, warning}, Row{"WF", {w, f}, warning},
                    Row{"PFI", {p, f, warm}, warning}, Row{"FF", {f, f}, fail},
                    Row{"FIAfterWarmUp", {f, warm}, fail}, Row{"II", {warm, warm}, indeterminate},
                    Row{"FIBefore", {f, cold}, indeterminate}, Row{"FU", {f, up}, warning},
                    Row{"FFU", {f, f, up}, warning}, Row{"UI", {up, warm}, indeterminate},
                    Row{"P", {p}, pass}, Row{"F", {f}, fail}, Row{"I", {warm}, indeterminate}),
    [](const auto& tested) { return tested.param.name; });

class ResultOfGroup : public testing::TestWithParam<Row> {};

TEST_P(ResultOfGroup, FollowsTheTable) {
  EXPECT_EQ(result_of_group(GetParam().members), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Connections, ResultOfGroup,
    testing::Values(Row{"PP", {p, p}, pass}, Row{"PW", {p, w}, pass}, Row{"PI", {p, warm}, pass},
                    Row{"PF", {p, f}, warning}, Row{"PFI", {p, f, cold}, warning},
                    Row{"WW", {w, w}, warning}, Row{"WF", {w, f}, warning},
                    Row{"WFI", {w, f, cold}, warning}, Row{"WI", {w, cold}, warning},
                    Row{"FF", {f, f}, fail}, Row{"FIAfterWarmUp", {f, warm}, fail},
                    Row{"II", {warm, cold}, indeterminate},
                    Row{"FIBefore", {f, cold}, indeterminate}, Row{"FU", {f, up}, warning},
                    Row{"FUI", {f, up, cold}, warning}, Row{"P", {p}, pass}, Row{"W", {w}, warning},
                    Row{"F", {f}, fail}, Row{"I", {warm}, indeterminate}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace peeringd
