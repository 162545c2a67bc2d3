// Blocks and hours of a path with a given level of latency.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "incident/find_latency.hpp"
#include "unit/incident/simulated_records.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

using Level = std::function<double(double)>;  // milliseconds, by hours since the midnight

inline std::vector<std::optional<LatencyFigures>> blocks_of(int hours, const Level& level) {
  SimulatedRecords simulated;
  std::vector<std::optional<LatencyFigures>> blocks;
  for (int i = 0; i < hours * 6; ++i) {
    const PeriodRecord record = simulated.record(200, 0, level(i / 6.0));
    blocks.push_back(latency_of(midnight + 10min * i, record));
  }
  return blocks;
}

inline std::vector<LatencyFigures> hours_of(int hours, const Level& level) {
  SimulatedRecords simulated;
  std::vector<LatencyFigures> figures;
  for (int i = 0; i < hours; ++i) {
    figures.push_back(*latency_of(midnight + 1h * i, simulated.record(600, 0, level(i + 0.5))));
  }
  return figures;
}

inline double flat(double) {
  return 10;
}
// A fifth more by day than by night.
inline double daily(double hour) {
  return 10 + 2 * std::sin(hour / 24 * 2 * 3.14159265);
}
// 60 % more from 18:00 to 22:00.
inline double evening(double hour) {
  const double of_day = std::fmod(hour, 24);
  return of_day >= 18 && of_day < 22 ? 16 : 10;
}

}  // namespace peeringd::test
