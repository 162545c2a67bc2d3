#include "rpki/vrp_data.hpp"

#include <gtest/gtest.h>

#include "unit/rpki/rtr_stream.hpp"

namespace peeringd::test {
namespace {

using Vrps = std::vector<Vrp>;

VrpAnswer answer_of(bool complete, std::initializer_list<RtrPrefix> changes) {
  VrpAnswer answer(complete);
  for (const RtrPrefix& change : changes) EXPECT_TRUE(answer.add(change, watched_prefixes()));
  return answer;
}

std::optional<RtrErrorCode> error_of(const VrpAnswer& answer, const Vrps& before) {
  const auto applied = answer.applied_to(before);
  const auto* error = std::get_if<RtrPduError>(&applied);
  return error ? std::optional(error->code) : std::nullopt;
}

TEST(VrpAnswer, ReplacesAllDataIfComplete) {
  const VrpAnswer answer = answer_of(true, {{true, foreign}, {true, foreign}});
  EXPECT_EQ(std::get<Vrps>(answer.applied_to({v4})), Vrps{foreign});
}

TEST(VrpAnswer, ChangesDataInAnyOrderOfAnnouncementsAndWithdrawals) {
  EXPECT_EQ(std::get<Vrps>(answer_of(false, {{true, foreign}, {false, v4}}).applied_to({v4})),
            Vrps{foreign});
  EXPECT_EQ(std::get<Vrps>(answer_of(false, {{false, v4}, {true, foreign}}).applied_to({v4})),
            Vrps{foreign});
}

TEST(VrpAnswer, KeepsOnlyWhatOverlapsThePrefixes) {
  const Vrp wider = vrp_of("203.0.0.0/16", 24, 1);
  const Vrp narrower = vrp_of("203.0.113.128/25", 25, 1);
  const Vrp other = vrp_of("198.51.100.0/24", 24, 1);
  const VrpAnswer answer = answer_of(true, {{true, wider}, {true, narrower}, {true, other}});
  EXPECT_EQ(std::get<Vrps>(answer.applied_to({})), (Vrps{wider, narrower}));
  // Withdrawing a VRP that was not kept is no error.
  EXPECT_FALSE(error_of(answer_of(false, {{false, other}}), {}));
}

TEST(VrpAnswer, ReportsInconsistentChanges) {
  EXPECT_EQ(error_of(answer_of(false, {{true, v4}}), {v4}), RtrErrorCode::duplicate_announcement);
  EXPECT_EQ(error_of(answer_of(false, {{false, foreign}}), {v4}),
            RtrErrorCode::withdrawal_of_unknown);
  EXPECT_EQ(error_of(answer_of(true, {{false, v4}}), {v4}), RtrErrorCode::withdrawal_of_unknown);
}

TEST(VrpAnswer, LimitsTheNumberOfVrps) {
  VrpAnswer answer(true);
  RtrPrefix change{true, v4};
  for (std::size_t i = 0; i < max_kept_vrps; ++i) {
    ++change.vrp.origin;
    ASSERT_TRUE(answer.add(change, watched_prefixes()));
  }
  EXPECT_FALSE(answer.add(change, watched_prefixes()));
  change.vrp.network = *IpPrefix::parse("198.51.100.0/24");
  EXPECT_TRUE(answer.add(change, watched_prefixes())) << "VRPs of other prefixes must not count";
}

}  // namespace
}  // namespace peeringd::test
