#include "assessment/source_memory.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr WallTime source_wall{std::chrono::hours{1000}};

// The first prefix has a source, the second has none.
class SourceMemoryTest : public testing::Test {
 protected:
  SourceMemoryTest() { snapshot_.prefixes[1].choice.source.reset(); }

  bool note() { return memory_.note(*test::assessment_of(snapshot_)); }

  Instant now() const { return {snapshot_.taken_at, source_wall}; }

  Snapshot snapshot_ = test::blank_snapshot(
      test::config({test::endpoint("fixed", "192.0.2.9", {test::icmp_probe()})},
                   {test::connection("seattle", {test::prefix("203.0.113.0/24")}),
                    test::connection("portland", {test::prefix("198.51.100.0/24")})}));
  SourceMemory memory_;
};

TEST_F(SourceMemoryTest, HasThePrefixesWithASource) {
  EXPECT_TRUE(note());
  EXPECT_EQ(memory_.sources(now()),
            (std::vector{KnownSource{"seattle", "203.0.113.0/24", source_wall}}));
  EXPECT_FALSE(note()) << "only times differ";
}

TEST_F(SourceMemoryTest, KeepsForAWeekWhatIsNotThereNow) {
  note();
  snapshot_.prefixes[0].choice.source.reset();
  snapshot_.taken_at += 7 * 24h;
  EXPECT_FALSE(note());
  EXPECT_EQ(memory_.sources(now()).at(0).had_at, source_wall - 7 * 24h);
  snapshot_.taken_at += 1s;
  EXPECT_TRUE(note());
  EXPECT_TRUE(memory_.empty());
}

TEST_F(SourceMemoryTest, DoesNotCountAnAddressWithoutARoute) {
  Assessment assessment = *test::assessment_of(snapshot_);
  assessment.access.resize(2);
  assessment.access[0].route = false;
  EXPECT_FALSE(memory_.note(assessment));
  EXPECT_TRUE(memory_.empty());
}

TEST_F(SourceMemoryTest, FollowsARename) {
  Config config = *snapshot_.config;
  config.connections[1].was = "tacoma";
  snapshot_.config = std::make_shared<const Config>(config);
  memory_.restore({{"tacoma", "198.51.100.0/24", source_wall - 1h}}, now());
  note();
  EXPECT_EQ(memory_.sources(now()).at(0),
            (KnownSource{"portland", "198.51.100.0/24", source_wall - 1h}));
}

TEST_F(SourceMemoryTest, ForgetsWhatIsNoLongerConfigured) {
  memory_.restore({{"tacoma", "auto", source_wall}, {"portland", "198.51.100.0/24", source_wall}},
                  now());
  EXPECT_TRUE(note());
  EXPECT_EQ(memory_.sources(now()).size(), 2U) << "portland of the previous run, and seattle";
}

}  // namespace
}  // namespace peeringd
