#include "report/spark_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr double min_range = 0.25;  // of the smallest value

std::optional<double> middle_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

std::vector<std::optional<double>> medians_of_parts(
    const std::vector<std::optional<double>>& values, std::size_t count) {
  if (values.size() <= count) return values;
  std::vector<std::optional<double>> found;
  for (std::size_t index = 0; index < count; ++index) {
    std::vector<double> part;
    for (std::size_t i = index * values.size() / count; i < (index + 1) * values.size() / count;
         ++i) {
      if (values[i]) part.push_back(*values[i]);
    }
    found.push_back(middle_of(std::move(part)));
  }
  return found;
}

std::string spark_line(const std::vector<std::optional<double>>& values, std::size_t width) {
  const auto shown = medians_of_parts(values, width);
  std::optional<double> smallest;
  double largest = 0;
  for (const auto& value : shown) {
    if (!value) continue;
    smallest = std::min(smallest.value_or(*value), *value);
    largest = std::max(largest, *value);
  }
  std::string line;
  for (const auto& value : shown) {
    if (!value) {
      line += ' ';
      continue;
    }
    const double range = std::max(largest - *smallest, *smallest * min_range);
    const double height = range > 0 ? (*value - *smallest) / range : 0;
    line += blocks[static_cast<std::size_t>(std::lround(height * (blocks.size() - 1)))];
  }
  return line;
}

}  // namespace peeringd
