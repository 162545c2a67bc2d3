// How far apart two places are, on the great circle.
#pragma once

namespace peeringd {

/// Degrees: latitude -90 … 90, north positive; longitude -180 … 180, east positive.
struct Position {
  double latitude = 0;
  double longitude = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

/// Metres along the great circle of a sphere with the Earth's mean radius (6371008.8 m, Moritz
/// 2000), by the haversine formula: within 0.6 % of the ellipsoid's. Never negative, never more
/// than half the circumference.
double great_circle_metres(const Position& a, const Position& b);

}  // namespace peeringd
