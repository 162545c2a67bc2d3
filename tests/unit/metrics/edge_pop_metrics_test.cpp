#include <gmock/gmock.h>

#include "exposition_lines.hpp"
#include "model/config.hpp"
#include "observations_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::samples_of;
using test::teams_https;
using test::teams_warm;
using test::value_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* info = "peering_edge_pop_info";
constexpr const char* changes = "peering_edge_pop_changes_total";
constexpr const char* distance = "peering_edge_pop_distance_meters";

const std::string path = R"(connection="contoso-seattle",prefix="203.0.113.0/24",endpoint="teams")";

TEST(EdgePopMetrics, NameThePopItsLocationAndItsChanges) {
  const Snapshot snapshot =
      test::snapshot_with(test::https_observations(test::observations_snapshot()));
  EXPECT_THAT(
      samples_of(snapshot, info),
      ElementsAre(
          "peering_edge_pop_info{" + path +
          R"(,pop="DB",pop_site="3",method="x-msedge-ref",metro="Dublin",country="IE"} 1)"));
  EXPECT_THAT(samples_of(snapshot, changes),
              ElementsAre("peering_edge_pop_changes_total{" + path + "} 2"));
}

TEST(EdgePopMetrics, ShowTheDistanceFromTheConnectionToThePop) {
  Snapshot snapshot = test::snapshot_with(test::https_observations(test::observations_snapshot()));
  ASSERT_EQ(samples_of(snapshot, distance).size(), 1U);
  EXPECT_NEAR(value_of(samples_of(snapshot, distance)[0]), 7.28e6, 0.02e6);  // Seattle to Dublin

  Config config = *snapshot.config;
  config.connections[0].location.latitude.reset();
  config.connections[0].location.longitude.reset();
  snapshot.config = std::make_shared<const Config>(config);
  EXPECT_THAT(samples_of(snapshot, distance), IsEmpty());
  EXPECT_EQ(samples_of(snapshot, info).size(), 1U);
}

TEST(EdgePopMetrics, PassAnUnknownCodeThrough) {
  TargetObservations observations = test::https_observations(test::observations_snapshot());
  observations.pop->pop = {"XQZ", "04", "x-azure-ref"};
  const Snapshot snapshot = test::snapshot_with(observations);
  EXPECT_THAT(samples_of(snapshot, info),
              ElementsAre(HasSubstr(
                  R"(pop="XQZ",pop_site="04",method="x-azure-ref",metro="",country=""} 1)")));
  EXPECT_THAT(samples_of(snapshot, distance), IsEmpty());
}

TEST(EdgePopMetrics, UseTheLatestPopAndTheHighestChangeCount) {
  Snapshot snapshot = test::snapshot_with(test::https_observations(test::observations_snapshot()));
  TargetObservations later = test::https_observations(snapshot);
  later.pop = SeenPop{{"AMS", "", "x-msedge-ref"}, snapshot.taken_at};
  later.pop_changes = 1;
  test::set_observations(snapshot.targets[teams_warm], later);
  EXPECT_THAT(samples_of(snapshot, info), ElementsAre(HasSubstr(R"(pop="AMS")")));
  EXPECT_EQ(value_of(samples_of(snapshot, changes).at(0)), 2);
}

TEST(EdgePopMetrics, ForgetThePopAfterAWindowButNotItsChanges) {
  Snapshot snapshot = test::snapshot_with(test::https_observations(test::observations_snapshot()));
  snapshot.taken_at += snapshot.config->window;
  EXPECT_THAT(samples_of(snapshot, info), IsEmpty());
  EXPECT_THAT(samples_of(snapshot, distance), IsEmpty());
  EXPECT_EQ(value_of(samples_of(snapshot, changes).at(0)), 2);
}

TEST(EdgePopMetrics, CountAnUnconfirmedPopWithoutShowingIt) {
  TargetObservations observations = test::https_observations(test::observations_snapshot());
  observations.last_pop = observations.pop;
  observations.pop.reset();
  observations.pop_changes = 0;
  observations.unconfirmed_pops = 2;
  const Snapshot snapshot = test::snapshot_with(observations);
  EXPECT_THAT(samples_of(snapshot, info), IsEmpty());
  EXPECT_THAT(samples_of(snapshot, "peering_edge_pop_unconfirmed_total"),
              ElementsAre("peering_edge_pop_unconfirmed_total{" + path + "} 2"));
}

TEST(EdgePopMetrics, AreAbsentIfNoResponseHasNamedAPop) {
  TargetObservations observations = test::https_observations(test::observations_snapshot());
  observations.pop.reset();
  observations.pop_changes = 0;
  const Snapshot snapshot = test::snapshot_with(observations);
  for (const char* name : {info, changes, distance}) {
    EXPECT_THAT(samples_of(snapshot, name), IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace peeringd
