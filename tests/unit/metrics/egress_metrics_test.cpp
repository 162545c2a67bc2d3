#include <gmock/gmock.h>

#include "exposition_lines.hpp"
#include "model/config.hpp"
#include "observations_snapshot.hpp"

namespace peeringd {
namespace {

using test::relay_stun;
using test::samples_of;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* verified = "peering_prefix_egress_verified";
constexpr const char* egress_info = "peering_prefix_egress_info";

Snapshot seen_as(const char* address) {
  Snapshot snapshot = test::observations_snapshot();
  test::set_observations(snapshot.targets[relay_stun], test::stun_observations(snapshot, address));
  return snapshot;
}

TEST(EgressMetrics, VerifyAnAddressInsideThePrefix) {
  EXPECT_THAT(samples_of(seen_as("203.0.113.10"), verified),
              ElementsAre(R"(peering_prefix_egress_verified{connection="contoso-seattle",)"
                          R"(prefix="203.0.113.0/24"} 1)"));
  EXPECT_THAT(samples_of(seen_as("203.0.113.10"), egress_info),
              ElementsAre(R"(peering_prefix_egress_info{connection="contoso-seattle",)"
                          R"(prefix="203.0.113.0/24",address="203.0.113.10"} 1)"));
}

TEST(EgressMetrics, AreZeroForAnAddressOutsideThePrefixAndNameIt) {
  EXPECT_THAT(samples_of(seen_as("192.0.2.254"), verified),
              ElementsAre(R"(peering_prefix_egress_verified{connection="contoso-seattle",)"
                          R"(prefix="203.0.113.0/24"} 0)"));
  EXPECT_THAT(samples_of(seen_as("192.0.2.254"), egress_info),
              ElementsAre(R"(peering_prefix_egress_info{connection="contoso-seattle",)"
                          R"(prefix="203.0.113.0/24",address="192.0.2.254"} 1)"));
}

TEST(EgressMetrics, AreAbsentWithoutAnAnswerInTheWindow) {
  EXPECT_THAT(samples_of(test::observations_snapshot(), verified), IsEmpty());
  EXPECT_THAT(samples_of(test::observations_snapshot(), egress_info), IsEmpty());
  Snapshot snapshot = seen_as("203.0.113.10");
  snapshot.taken_at += snapshot.config->window;
  EXPECT_THAT(samples_of(snapshot, verified), IsEmpty());
  EXPECT_THAT(samples_of(snapshot, egress_info), IsEmpty());
}

TEST(EgressMetrics, CountAnUnconfirmedAddressWithoutShowingIt) {
  Snapshot snapshot = test::observations_snapshot();
  TargetObservations observations;
  observations.last_seen_from =
      SeenFrom{boost::asio::ip::make_address("192.0.2.254"), snapshot.taken_at};
  observations.unconfirmed_addresses = 40;
  test::set_observations(snapshot.targets[relay_stun], observations);
  EXPECT_THAT(samples_of(snapshot, verified), IsEmpty());
  EXPECT_THAT(samples_of(snapshot, egress_info), IsEmpty());
  EXPECT_THAT(samples_of(snapshot, "peering_prefix_egress_unconfirmed_total"),
              ElementsAre(R"(peering_prefix_egress_unconfirmed_total{connection="contoso-seattle",)"
                          R"(prefix="203.0.113.0/24"} 40)"));
}

TEST(EgressMetrics, CompareWithTheCurrentNetworkOfAutoIfThereIsOne) {
  Snapshot snapshot = seen_as("198.51.100.7");
  snapshot.prefixes[0].choice.network = "198.51.100.0/24";
  ASSERT_EQ(samples_of(snapshot, verified).size(), 1U);
  EXPECT_EQ(test::value_of(samples_of(snapshot, verified)[0]), 1);
  snapshot.prefixes[0].choice.network = "";
  EXPECT_THAT(samples_of(snapshot, verified), IsEmpty());
}

TEST(EgressMetrics, UseOnlyTheConfiguredServers) {
  Snapshot snapshot = seen_as("192.0.2.254");
  Config config = *snapshot.config;
  config.endpoints[0].egress_only = true;  // and relay is not
  snapshot.config = std::make_shared<const Config>(config);
  EXPECT_THAT(samples_of(snapshot, verified), IsEmpty());
  test::set_observations(snapshot.targets[test::teams_https],
                         test::stun_observations(snapshot, "203.0.113.10"));
  ASSERT_EQ(samples_of(snapshot, verified).size(), 1U);
  EXPECT_EQ(test::value_of(samples_of(snapshot, verified)[0]), 1);
}

}  // namespace
}  // namespace peeringd
