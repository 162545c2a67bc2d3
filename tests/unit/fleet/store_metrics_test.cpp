#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/store_status.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(StoreMetrics, HaveNoStateBeforeTheFirstRefresh) {
  const std::string text = store_metrics({}, WallTime{}, "0.1.0");
  EXPECT_THAT(text, Not(HasSubstr("\npeeringd_store_up ")));
  EXPECT_THAT(text, Not(HasSubstr("\npeeringd_store_data_age_seconds ")));
  EXPECT_THAT(text, Not(HasSubstr("\npeeringd_store_branches{")));
  EXPECT_THAT(text, HasSubstr("\npeeringd_build_info{version=\"0.1.0\"} 1\n"));
}

TEST(StoreMetrics, SayThatTheLastRefreshFailedAndHowOldTheDataIs) {
  StoreStatus status;
  status.asked = true;
  status.problem = StoreProblem{StoreFailure::tls, "no"};
  status.failures[static_cast<std::size_t>(StoreFailure::tls)] = 2;
  status.data_time = WallTime{100s};
  status.branches = 5;
  status.dark = 2;
  const std::string text = store_metrics(status, WallTime{160s}, "0.1.0");
  EXPECT_THAT(text, HasSubstr("\npeeringd_store_up 0\n"));
  EXPECT_THAT(text, HasSubstr("\npeeringd_store_data_age_seconds 60\n"));
  EXPECT_THAT(text, HasSubstr("\npeeringd_store_failures_total{reason=\"tls\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("\npeeringd_store_failures_total{reason=\"timeout\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("\npeeringd_store_branches{state=\"delivering\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("\npeeringd_store_branches{state=\"dark\"} 2\n"));
}

TEST(StoreMetrics, HaveNoNumberOfBranchesWhileItIsNotKnownWhichWentDark) {
  StoreStatus status;
  status.data_time = WallTime{100s};
  EXPECT_THAT(store_metrics(status, WallTime{160s}, "0.1.0"),
              Not(HasSubstr("peeringd_store_branches")));
}

}  // namespace
}  // namespace peeringd
