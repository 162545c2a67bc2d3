#include "geo/position.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace peeringd {
namespace {

constexpr double mean_earth_radius = 6371008.8;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double haversine(double angle) {
  const double sine = std::sin(angle / 2);
  return sine * sine;
}

}  // namespace

double great_circle_metres(const Position& a, const Position& b) {
  const double latitude_a = radians(a.latitude);
  const double latitude_b = radians(b.latitude);
  const double sum = haversine(latitude_b - latitude_a) +
                     std::cos(latitude_a) * std::cos(latitude_b) *
                         haversine(radians(b.longitude) - radians(a.longitude));
  // At antipodes rounding can take the sum past 1, where the square root below has no value.
  const double h = std::clamp(sum, 0.0, 1.0);
  return 2 * mean_earth_radius * std::atan2(std::sqrt(h), std::sqrt(1 - h));
}

}  // namespace peeringd
