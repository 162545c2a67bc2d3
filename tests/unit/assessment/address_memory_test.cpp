#include "assessment/address_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/addresses.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr WallTime address_wall{std::chrono::hours{1000}};

KnownAddress address_of_teams(const char* source, const char* address, WallTime answered_at) {
  return {"teams.example", test::address(source), test::address(address), answered_at};
}

// The first endpoint is a name; the first prefix and the third have a source.
class AddressMemoryTest : public testing::Test {
 protected:
  AddressMemoryTest() {
    snapshot_.prefixes[0].choice.source->address = test::address("203.0.113.10");
    snapshot_.prefixes[1].choice.source.reset();
    snapshot_.prefixes[2].choice.source->address = test::address("198.51.100.10");
    for (TargetSnapshot& target : snapshot_.targets) {
      target.address = test::address("192.0.2.1");
      target.names.needed = target.target.endpoint == 0;
      target.names.answered_at = snapshot_.taken_at - 5min;
    }
  }

  bool note() { return memory_.note(*test::assessment_of(snapshot_)); }

  void pass(Duration time) {
    snapshot_.taken_at += time;
    wall_ += time;
  }

  Instant now() const { return {snapshot_.taken_at, wall_}; }

  std::vector<KnownAddress> remembered() const { return memory_.addresses(now()); }

  Snapshot snapshot_ = test::blank_snapshot(test::config(
      {test::endpoint("teams", "teams.example", {test::icmp_probe(), test::tcp_probe(443)}),
       test::endpoint("fixed", "192.0.2.9", {test::icmp_probe()})},
      {test::connection("seattle",
                        {test::prefix("203.0.113.0/24"), test::prefix("203.0.112.0/24")}),
       test::connection("portland", {test::prefix("198.51.100.0/24")})}));
  WallTime wall_ = address_wall;
  AddressMemory memory_;
};

TEST_F(AddressMemoryTest, HasThoseOfNamesOncePerSource) {
  EXPECT_TRUE(note());
  EXPECT_EQ(remembered(),
            (std::vector{address_of_teams("198.51.100.10", "192.0.2.1", wall_ - 5min),
                         address_of_teams("203.0.113.10", "192.0.2.1", wall_ - 5min)}));
  for (TargetSnapshot& target : snapshot_.targets) target.names.answered_at = snapshot_.taken_at;
  EXPECT_FALSE(note()) << "only times differ";
  for (TargetSnapshot& target : snapshot_.targets) target.address = test::address("192.0.2.2");
  EXPECT_TRUE(note());
  EXPECT_EQ(remembered()[0], address_of_teams("198.51.100.10", "192.0.2.2", wall_));
}

TEST_F(AddressMemoryTest, KeepsForADayWhatIsNotThereNow) {
  note();
  snapshot_.prefixes[0].choice.source.reset();
  EXPECT_FALSE(note());
  EXPECT_EQ(remembered().size(), 2U);
  pass(24h - 5min);
  EXPECT_FALSE(note());
  pass(1s);
  EXPECT_TRUE(note());
  EXPECT_EQ(remembered(),
            std::vector{address_of_teams("198.51.100.10", "192.0.2.1", wall_ - 24h - 1s)})
      << "is still in use";
}

TEST_F(AddressMemoryTest, KeepsThoseOfAPreviousRunUntilThereAreOthers) {
  memory_.restore({address_of_teams("203.0.113.10", "192.0.2.7", wall_ - 3h),
                   address_of_teams("203.0.112.10", "192.0.2.8", wall_ - 2h)},
                  now());
  EXPECT_TRUE(note());
  EXPECT_EQ(remembered(),
            (std::vector{address_of_teams("198.51.100.10", "192.0.2.1", wall_ - 5min),
                         address_of_teams("203.0.112.10", "192.0.2.8", wall_ - 2h),
                         address_of_teams("203.0.113.10", "192.0.2.1", wall_ - 5min)}));
}

TEST_F(AddressMemoryTest, FollowsStepsOfTheWallClock) {
  note();
  wall_ += 72h;
  EXPECT_EQ(remembered()[0], address_of_teams("198.51.100.10", "192.0.2.1", wall_ - 5min));
}

TEST_F(AddressMemoryTest, ForgetsTheOldestIfThereAreTooMany) {
  std::vector<KnownAddress> earlier;
  for (std::size_t i = 0; i < max_remembered_addresses; ++i) {
    earlier.push_back({std::to_string(i), test::address("203.0.113.10"), test::address("192.0.2.1"),
                       wall_ - 1h - i * 1s});
  }
  memory_.restore(earlier, now());
  EXPECT_TRUE(note());
  const auto kept = remembered();
  EXPECT_EQ(kept.size(), max_remembered_addresses);
  const auto has = [&](const KnownAddress& known) { return std::ranges::count(kept, known) == 1; };
  EXPECT_TRUE(has(address_of_teams("203.0.113.10", "192.0.2.1", wall_ - 5min)));
  EXPECT_TRUE(has(address_of_teams("198.51.100.10", "192.0.2.1", wall_ - 5min)));
  EXPECT_TRUE(has(earlier[max_remembered_addresses - 3]));
  EXPECT_FALSE(has(earlier[max_remembered_addresses - 2]));
  EXPECT_FALSE(has(earlier[max_remembered_addresses - 1]));
}

}  // namespace
}  // namespace peeringd
