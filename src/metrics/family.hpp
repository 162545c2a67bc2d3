// One metric name with its type and help, and a function that adds the series of one item (target,
// path, prefix …). Series are made in small batches, since prometheus-cpp needs ten times the
// memory of their text. Internal to this folder.
#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/histogram.hpp"

namespace peeringd {

using Labels = std::vector<prometheus::ClientMetric::Label>;

/// `labels` with one more.
Labels with(Labels labels, std::string_view name, std::string_view value);

/// Receives the series of one metric name.
class Series {
 public:
  /// Adds to `family`; its type determines the type of the values.
  explicit Series(prometheus::MetricFamily& family) : family_(family) {}

  void add(Labels labels, double value);
  void add(Labels labels, bool value) { add(std::move(labels), value ? 1.0 : 0.0); }
  void add(Labels labels, std::uint64_t value) {
    add(std::move(labels), static_cast<double>(value));
  }
  void add(Labels labels, Duration value) { add(std::move(labels), to_seconds(value)); }
  void add(Labels labels, const Histogram& histogram, std::span<const Duration> bounds);
  void add(Labels labels, prometheus::ClientMetric::Summary summary);

 private:
  prometheus::ClientMetric& new_metric(Labels labels);

  prometheus::MetricFamily& family_;
};

/// Left out as a whole if no item has a series.
struct MetricFamily {
  prometheus::MetricType type;
  std::string name;
  std::string help;
  std::size_t items = 0;
  std::function<void(Series&, std::size_t item)> add;  ///< none, one or more series
};

using Families = std::vector<MetricFamily>;

}  // namespace peeringd
