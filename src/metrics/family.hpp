// One metric name: what it is, and how to tell the series of each of its items (targets, paths,
// prefixes …), so that they can be made some at a time: prometheus-cpp's form of a series takes ten
// times the memory of its text. Internal to this folder.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/histogram.hpp"

namespace peeringd {

using Labels = std::vector<prometheus::ClientMetric::Label>;

/// `labels` and one more.
Labels with(Labels labels, std::string_view name, std::string_view value);

/// Receives series of one metric name. A value that does not exist is left out.
class Series {
 public:
  /// Of `family`, whose type says what the values are.
  explicit Series(prometheus::MetricFamily& family) : family_(family) {}

  void add(Labels labels, double value);
  void add(Labels labels, std::uint64_t value) {
    add(std::move(labels), static_cast<double>(value));
  }
  void add(Labels labels, std::optional<double> value);
  void add(Labels labels, std::optional<Duration> value);
  void add(Labels labels, const Histogram& histogram, std::span<const Duration> bounds);
  void add(Labels labels, prometheus::ClientMetric::Summary summary);

 private:
  prometheus::ClientMetric& new_metric(Labels labels);

  prometheus::MetricFamily& family_;
};

/// A family of which no item has a series is left out as a whole.
struct MetricFamily {
  prometheus::MetricType type;
  std::string name;
  std::string help;
  std::size_t items = 0;
  std::function<void(Series&, std::size_t item)> add;  ///< none, one or more series
};

using Families = std::vector<MetricFamily>;

/// Name and help of a family.
struct About {
  std::string name;
  std::string help;
};

/// One of the given type, `add` as in MetricFamily.
template <typename Add>
MetricFamily counter(About about, std::size_t items, Add add) {
  return {prometheus::MetricType::Counter, about.name, about.help, items, std::move(add)};
}
template <typename Add>
MetricFamily gauge(About about, std::size_t items, Add add) {
  return {prometheus::MetricType::Gauge, about.name, about.help, items, std::move(add)};
}
template <typename Add>
MetricFamily histogram(About about, std::size_t items, Add add) {
  return {prometheus::MetricType::Histogram, about.name, about.help, items, std::move(add)};
}
template <typename Add>
MetricFamily summary(About about, std::size_t items, Add add) {
  return {prometheus::MetricType::Summary, about.name, about.help, items, std::move(add)};
}

/// One of a single series, without labels.
MetricFamily single_counter(About about, double value);
MetricFamily single_gauge(About about, double value);

}  // namespace peeringd
