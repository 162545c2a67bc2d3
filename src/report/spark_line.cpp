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

std::vector<std::optional<double>> shortened(const std::vector<std::optional<double>>& values,
                                             std::size_t width) {
  if (values.size() <= width) return values;
  std::vector<std::optional<double>> found;
  for (std::size_t column = 0; column < width; ++column) {
    std::vector<double> part;
    for (std::size_t i = column * values.size() / width; i < (column + 1) * values.size() / width;
         ++i) {
      if (values[i]) part.push_back(*values[i]);
    }
    found.push_back(middle_of(std::move(part)));
  }
  return found;
}

}  // namespace

std::string spark_line(const std::vector<std::optional<double>>& values, std::size_t width) {
  const auto shown = shortened(values, width);
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
