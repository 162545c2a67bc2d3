// Against a real cache: it accepts our queries, and we follow its answers over a restart.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "rpki/rtr_client.hpp"
#include "support/manual_clock.hpp"
#include "support/run_until.hpp"
#include "unit/rpki/rtr_stream.hpp"
#include "unit/rpki/stayrtr.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;
using Vrps = std::vector<Vrp>;

class StayRtrTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!StayRtr::installed()) GTEST_SKIP() << "stayrtr is not installed";
    cache_.emplace();
    cache_->write({v4, v6, vrp_of("198.51.100.0/24", 24, 64499)});
    cache_->start();
    client_.emplace(context_.get_executor(), clock_,
                    [this](const VrpChange& change) { changes_.push_back(change.vrps); });
    client_->use({{"127.0.0.1", cache_->port()}}, watched_prefixes());
  }

  void TearDown() override {
    client_.reset();
    context_.run_for(20s);
  }

  template <typename Condition>
  bool until(Condition condition) {
    return test::run_until(context_, condition, 30s);
  }

  bool until_changes(std::size_t count) {
    return until([&] { return changes_.size() >= count; });
  }

  bool synchronised() { return client_->status().caches.at(0).synchronised; }

  boost::asio::io_context context_;
  ManualClock clock_;
  std::optional<StayRtr> cache_;
  std::optional<RtrClient> client_;
  std::vector<std::optional<Vrps>> changes_;
};

TEST_F(StayRtrTest, DeliversTheVrpsOfOurPrefixesAndTheirChanges) {
  ASSERT_TRUE(until_changes(1));
  EXPECT_EQ(changes_[0], (Vrps{v4, v6}));
  clock_.advance(1min);  // queries of notifications are limited
  cache_->write({foreign, v6});
  ASSERT_TRUE(until_changes(2));
  EXPECT_EQ(changes_[1], (Vrps{foreign, v6}));
}

TEST_F(StayRtrTest, ReportsNoChangeAfterARestartWithTheSameData) {
  ASSERT_TRUE(until_changes(1));
  cache_->kill();
  ASSERT_TRUE(until([&] { return !synchronised(); }));
  EXPECT_EQ(client_->status().vrps, 2U) << "the data must stay";
  cache_->start();  // another session, whose serials begin again
  ASSERT_TRUE(until([&] { return synchronised(); }));
  EXPECT_EQ(changes_.size(), 1U);
}

TEST_F(StayRtrTest, ReportsOneChangeAfterARestartWithOtherData) {
  ASSERT_TRUE(until_changes(1));
  cache_->kill();
  cache_->write({foreign});
  cache_->start();
  ASSERT_TRUE(until_changes(2));
  EXPECT_EQ(changes_[1], Vrps{foreign}) << "the VRPs must never be unknown or missing";
}

TEST_F(StayRtrTest, DropsTheDataOfADeadCacheWhenItExpires) {
  ASSERT_TRUE(until_changes(1));
  cache_->kill();
  ASSERT_TRUE(until([&] { return !synchronised(); }));
  clock_.advance(2h - 1s);
  EXPECT_TRUE(client_->status().vrps);
  clock_.advance(1s);
  ASSERT_TRUE(until_changes(2));
  EXPECT_FALSE(changes_[1]) << "unknown, not an empty list";
  EXPECT_FALSE(client_->status().vrps);
  cache_->start();
  ASSERT_TRUE(until_changes(3));
  EXPECT_EQ(changes_[2], (Vrps{v4, v6}));
}

}  // namespace
}  // namespace peeringd::test
