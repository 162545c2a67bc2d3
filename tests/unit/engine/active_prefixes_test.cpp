#include "engine/active_prefixes.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "support/manual_clock.hpp"
#include "support/recording_listener.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using Indexes = std::vector<std::uint32_t>;

LocalAddress local(const char* address, const char* interface = "wan0", bool usable = true) {
  return {boost::asio::ip::make_address(address), 24, 2, interface, usable};
}

class ActivePrefixesTest : public testing::Test {
 protected:
  Indexes update(std::vector<LocalAddress> addresses) {
    return update_sources(prefixes_, config_, {std::move(addresses), {}}, pool_);
  }

  boost::asio::io_context context_;
  test::ManualClock clock_;
  test::RecordingListener listener_;
  ProberPool pool_{{context_.get_executor(), clock_, listener_.flights, listener_}};
  // The last two prefixes have the same source behind NAT.
  Config config_ = [] {
    PrefixConfig behind_nat = test::prefix("198.51.100.0/24");
    behind_nat.source = boost::asio::ip::make_address("10.0.0.1");
    PrefixConfig also_behind_nat = test::prefix("192.0.2.0/24");
    also_behind_nat.source = behind_nat.source;
    return test::config({test::endpoint("edge", "192.0.2.1", {test::icmp_probe()})},
                        {test::connection("contoso", {test::prefix("203.0.113.0/24"), behind_nat}),
                         test::connection("fabrikam", {also_behind_nat})});
  }();
  std::vector<ActivePrefix> prefixes_ = make_active_prefixes(config_);
};

TEST_F(ActivePrefixesTest, KeepTheOrderOfTheConfiguration) {
  ASSERT_EQ(prefixes_.size(), 3U);
  EXPECT_EQ(prefixes_[1].connection, 0U);
  EXPECT_EQ(prefixes_[1].prefix, 1U);
  EXPECT_EQ(prefixes_[2].connection, 1U);
  EXPECT_EQ(prefixes_[2].prefix, 0U);
  for (const ActivePrefix& active : prefixes_) {
    EXPECT_FALSE(active.choice.source.has_value());
    EXPECT_EQ(active.probers, nullptr);
  }
}

TEST_F(ActivePrefixesTest, HaveNoProbersWithoutASource) {
  EXPECT_EQ(update({}), Indexes{});
  for (const ActivePrefix& active : prefixes_) EXPECT_EQ(active.probers, nullptr);
  EXPECT_NE(prefixes_[0].choice.problem, "");
}

TEST_F(ActivePrefixesTest, LoseAndRegainTheirSourceWithItsAddress) {
  EXPECT_EQ(update({local("203.0.113.10")}), Indexes{0});
  ASSERT_NE(prefixes_[0].probers, nullptr);
  EXPECT_EQ(prefixes_[0].probers->source().address.to_string(), "203.0.113.10");

  EXPECT_EQ(update({local("203.0.113.10", "wan0", false)}), Indexes{0});
  EXPECT_FALSE(prefixes_[0].choice.source.has_value());
  EXPECT_EQ(prefixes_[0].probers, nullptr);

  EXPECT_EQ(update({local("203.0.113.10")}), Indexes{0});
  ASSERT_NE(prefixes_[0].probers, nullptr);
}

TEST_F(ActivePrefixesTest, RememberTheirSourceBeforeTheCurrentOne) {
  update({local("203.0.113.10")});
  EXPECT_EQ(prefixes_[0].last_source, std::nullopt);
  const auto source = prefixes_[0].choice.source;
  update({});
  EXPECT_EQ(prefixes_[0].last_source, source);
  update({local("203.0.113.11")});
  EXPECT_EQ(prefixes_[0].last_source, source);
  EXPECT_EQ(carry_over(prefixes_, config_, config_)[0].last_source, source);
  const auto second = prefixes_[0].choice.source;
  update({local("203.0.113.12")});
  EXPECT_EQ(prefixes_[0].last_source, second);
}

TEST_F(ActivePrefixesTest, IgnoreUnrelatedChanges) {
  update({local("203.0.113.10")});
  const auto probers = prefixes_[0].probers;
  EXPECT_EQ(update({local("203.0.113.10"), local("172.16.0.1", "lan0")}), Indexes{});
  EXPECT_EQ(prefixes_[0].probers, probers);
}

TEST_F(ActivePrefixesTest, KeepTheirProbersIfTheAddressMovesToAnotherInterface) {
  update({local("203.0.113.10", "wan0")});
  const auto probers = prefixes_[0].probers;
  EXPECT_EQ(update({local("203.0.113.10", "wan1")}), Indexes{}) << "it is the same source";
  EXPECT_EQ(prefixes_[0].choice.interface, "wan1");
  EXPECT_EQ(prefixes_[0].probers, probers);
}

TEST_F(ActivePrefixesTest, GetNewProbersForAnotherSource) {
  update({local("203.0.113.10")});
  const auto probers = prefixes_[0].probers;
  EXPECT_EQ(update({local("203.0.113.20")}), Indexes{0});
  EXPECT_NE(prefixes_[0].probers, probers);
  EXPECT_EQ(prefixes_[0].probers->source().address.to_string(), "203.0.113.20");
}

TEST_F(ActivePrefixesTest, GetNewProbersIfTheInterfaceWasRecreated) {
  config_.connections[0].prefixes[0].interface = "ppp0";
  const auto with_index = [this](unsigned index) {
    LocalNetwork network{{{boost::asio::ip::make_address("203.0.113.10"), 32, 1, "lo", true}}, {}};
    network.interfaces = {{1, "lo", {}, true, true}, {index, "ppp0", {}, true, false}};
    return update_sources(prefixes_, config_, network, pool_);
  };
  EXPECT_EQ(with_index(7), Indexes{0});
  const auto probers = prefixes_[0].probers;
  EXPECT_EQ(with_index(7), Indexes{});
  EXPECT_EQ(with_index(8), Indexes{0});
  EXPECT_NE(prefixes_[0].probers, probers);
}

TEST_F(ActivePrefixesTest, ShareTheProbersOfEqualSources) {
  EXPECT_EQ(update({local("203.0.113.10"), local("10.0.0.1", "lan0")}), (Indexes{0, 1, 2}));
  EXPECT_EQ(prefixes_[1].probers, prefixes_[2].probers);
  EXPECT_NE(prefixes_[0].probers, prefixes_[1].probers);
  EXPECT_TRUE(prefixes_[1].choice.outside_prefix);
}

TEST_F(ActivePrefixesTest, DoNotShareProbersIfMarksDiffer) {
  config_.connections[1].prefixes[0].mark = 0x10;
  update({local("10.0.0.1", "lan0")});
  EXPECT_NE(prefixes_[1].probers, prefixes_[2].probers);
}

TEST_F(ActivePrefixesTest, ReleaseOldProbersAfterTheirLastFlight) {
  update({local("203.0.113.10")});
  const std::weak_ptr<SourceProbers> probers = prefixes_[0].probers;
  Prober& prober = *prefixes_[0].probers->for_options(IcmpOptions{});
  const FlightIndex flight = listener_.flights.open(0, 1, prober, {});
  update({});
  pool_.release_unused();
  EXPECT_FALSE(probers.expired()) << "a probe is still under way";
  listener_.flights.close(flight);
  pool_.release_unused();
  EXPECT_TRUE(probers.expired());
}

TEST_F(ActivePrefixesTest, KeepTheirCurrentProbers) {
  update({local("203.0.113.10")});
  pool_.release_unused();
  const auto probers = prefixes_[0].probers;
  EXPECT_EQ(pool_.acquire(probers->source()), probers);
}

TEST_F(ActivePrefixesTest, HaveOneProberOfEachType) {
  update({local("203.0.113.10")});
  SourceProbers& probers = *prefixes_[0].probers;
  Prober& icmp = *probers.for_options(IcmpOptions{});
  Prober& tcp = *probers.for_options(TcpOptions{443});
  EXPECT_NE(&icmp, &tcp);
  EXPECT_EQ(probers.for_options(TcpOptions{80}), &tcp);
  EXPECT_TRUE(probers.owns(&icmp));
  EXPECT_TRUE(probers.owns(&tcp));
}

}  // namespace
}  // namespace peeringd
