#include "trace/stalled_https.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "rollup/roll_up.hpp"
#include "support/addresses.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"
#include "trace/packet_size_tests.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

// An endpoint that is probed by HTTPS and by TCP, each second.
class StalledHttpsTest : public ::testing::Test {
 protected:
  StalledHttpsTest() {
    for (TargetSnapshot& target : snapshot_.targets) target.address = address("127.0.0.2");
    reach_.prefixes.resize(1);
    reach_.prefixes[0].reach = Reach::up;
    reach_.paths.resize(1);
    reach_.last_answers.resize(2);
    stall();
  }

  static Config https_and_tcp() {
    ProbeConfig https = tcp_probe(443, 1s);
    https.label = "https";
    https.options = HttpOptions{};
    return config({endpoint("teams", "127.0.0.2", {https, tcp_probe(443, 1s)})},
                  {connection("seattle", {prefix("127.0.0.0/24")})});
  }

  void stall() {
    lose(snapshot_.targets[0], 1, 20);
    answer(snapshot_.targets[1], 1, 20, 10ms);
    reach_.last_answers = {std::nullopt, snapshot_.taken_at};
  }

  std::optional<std::size_t> found() const {
    return stalled_https(snapshot_, roll_up(snapshot_), reach_, 0);
  }

  Snapshot snapshot_ = blank_snapshot(https_and_tcp());
  ReachReport reach_;
};

TEST_F(StalledHttpsTest, DetectsUnansweredHttpsWhileTcpIsAnswered) {
  EXPECT_EQ(found(), 0U);
}

TEST_F(StalledHttpsTest, TakesFifteenSeconds) {
  reach_.last_answers[0] = snapshot_.taken_at - 14s;
  EXPECT_EQ(found(), std::nullopt);
  reach_.last_answers[0] = snapshot_.taken_at - 15s;
  EXPECT_EQ(found(), 0U);
}

TEST_F(StalledHttpsTest, DetectsNothingIfNothingIsAnswered) {
  reach_.last_answers[1] = snapshot_.taken_at - 1min;
  EXPECT_EQ(found(), std::nullopt);
}

TEST_F(StalledHttpsTest, DetectsNothingIfThePrefixIsNotUp) {
  reach_.prefixes[0].reach = Reach::unknown;
  EXPECT_EQ(found(), std::nullopt);
}

TEST_F(StalledHttpsTest, DetectsNothingIfHttpsIsRejected) {
  snapshot_.targets[0].counters.lost = {};
  snapshot_.targets[0].counters.lost[index_of(LossReason::refused)] = 20;
  EXPECT_EQ(found(), std::nullopt);
}

TEST_F(StalledHttpsTest, DetectsNothingIfOnlyEarlierProbesTimedOut) {
  answer(snapshot_.targets[0], 21, 40, 10ms);
  reach_.last_answers[0] = snapshot_.taken_at - 20s;  // and none was sent since
  EXPECT_EQ(found(), std::nullopt);
}

TEST_F(StalledHttpsTest, StartsOneTestForAStall) {
  snapshot_.prefixes[0].choice.source = from("127.0.0.1");
  PacketSizeTests tests;
  const auto look = [&] { return tests.of(snapshot_, roll_up(snapshot_), reach_).at(0); };
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!look() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  if (!look()) GTEST_SKIP() << "this process may not send pings";
  EXPECT_EQ(look()->endpoint, "teams");
  EXPECT_FALSE(look()->dropped());
  reach_.last_answers[0] = snapshot_.taken_at;
  EXPECT_EQ(look(), std::nullopt);
}

TEST_F(StalledHttpsTest, KeepsTheRunningTestOfAPrefixThatReturns) {
  snapshot_.prefixes[0].choice.source = from("127.0.0.1");
  PacketSizeTests tests;
  EXPECT_EQ(tests.of(snapshot_, roll_up(snapshot_), reach_).at(0), std::nullopt);
  Snapshot without = blank_snapshot(config({}, {}));
  EXPECT_TRUE(tests.of(without, roll_up(without), ReachReport{}).empty());
  EXPECT_LE(tests.running(), 1U);  // it may have ended already
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (tests.running() > 0 && std::chrono::steady_clock::now() < deadline) {
    tests.of(snapshot_, roll_up(snapshot_), reach_);
    std::this_thread::yield();
  }
  EXPECT_EQ(tests.running(), 0U);
}

}  // namespace
}  // namespace peeringd
