#include "geo/position.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace peeringd {
namespace {

constexpr double half_circumference = 6371008.8 * std::numbers::pi;
constexpr Position berlin{52.52, 13.405};
constexpr Position frankfurt{50.1109, 8.6821};
constexpr Position north_pole{90, 0};
constexpr Position south_pole{-90, 0};

TEST(Distance, MatchesKnownPairs) {
  EXPECT_NEAR(great_circle_metres(berlin, frankfurt), 423.5e3, 1e3);
  EXPECT_NEAR(great_circle_metres({40.7128, -74.0060}, {51.5074, -0.1278}), 5570.2e3, 1e3);
  EXPECT_NEAR(great_circle_metres({-33.8688, 151.2093}, {35.6762, 139.6503}), 7822e3, 5e3);
}

TEST(Distance, IsAboutSixtyNauticalMilesForADegree) {
  EXPECT_NEAR(great_circle_metres({0, 0}, {1, 0}), half_circumference / 180, 0.01);
  EXPECT_NEAR(great_circle_metres({0, 0}, {0, 1}), half_circumference / 180, 0.01);
  EXPECT_NEAR(great_circle_metres({60, 0}, {60, 1}), half_circumference / 360, 10);
}

TEST(Distance, IsZeroFromAPlaceToItself) {
  EXPECT_EQ(great_circle_metres(berlin, berlin), 0);
  EXPECT_EQ(great_circle_metres(north_pole, north_pole), 0);
}

TEST(Distance, IsTheSameBothWays) {
  EXPECT_DOUBLE_EQ(great_circle_metres(berlin, frankfurt), great_circle_metres(frankfurt, berlin));
}

TEST(Distance, ResolvesAFewMetres) {
  const Position near{berlin.latitude + 1e-5, berlin.longitude};
  EXPECT_NEAR(great_circle_metres(berlin, near), 1.112, 0.001);
}

TEST(Distance, UsesTheShortWayAcrossTheDateLine) {
  EXPECT_NEAR(great_circle_metres({0, 179.5}, {0, -179.5}), half_circumference / 180, 0.01);
}

TEST(Distance, DoesNotDependOnTheLongitudeAtAPole) {
  EXPECT_NEAR(great_circle_metres({90, 0}, {90, 123}), 0, 1e-6);
  EXPECT_NEAR(great_circle_metres(north_pole, south_pole), half_circumference, 1e-3);
  EXPECT_NEAR(great_circle_metres(north_pole, berlin),
              half_circumference * (90 - berlin.latitude) / 180, 1e-3);
}

TEST(Distance, IsHalfTheCircumferenceForAntipodes) {
  // Rounding takes the haversine of some antipodes past 1; a step of a tenth finds several.
  for (int tenth = -899; tenth < 900; ++tenth) {
    const double latitude = tenth / 10.0;
    const double distance = great_circle_metres({latitude, -67.3}, {-latitude, 112.7});
    ASSERT_TRUE(std::isfinite(distance)) << latitude;
    ASSERT_NEAR(distance, half_circumference, 1) << latitude;
  }
}

}  // namespace
}  // namespace peeringd
