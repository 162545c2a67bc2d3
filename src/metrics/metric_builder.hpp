// Building prometheus-cpp's metric families, the values of one name each. Internal to this folder.
#pragma once

#include <prometheus/metric_family.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "statistics/histogram.hpp"

namespace peeringd {

using Labels = std::vector<prometheus::ClientMetric::Label>;
using Families = std::vector<prometheus::MetricFamily>;

/// `labels` and one more.
Labels with(const Labels& labels, std::string_view name, std::string_view value);

/// The values of one metric name in the making. Values that do not exist are left out, and a family
/// without values is left out as a whole.
class MetricBuilder {
 public:
  static MetricBuilder counter(std::string name, std::string help);
  static MetricBuilder gauge(std::string name, std::string help);
  static MetricBuilder histogram(std::string name, std::string help);
  static MetricBuilder summary(std::string name, std::string help);

  void add(const Labels& labels, double value);
  void add(const Labels& labels, std::uint64_t value) { add(labels, static_cast<double>(value)); }
  void add(const Labels& labels, std::optional<double> value);
  void add(const Labels& labels, std::optional<Duration> value);
  void add(const Labels& labels, const Histogram& histogram, std::span<const Duration> bounds);
  void add(const Labels& labels, prometheus::ClientMetric::Summary summary);

  void move_to(Families& families);

 private:
  MetricBuilder(std::string name, std::string help, prometheus::MetricType type);
  prometheus::ClientMetric& new_metric(const Labels& labels);
  prometheus::MetricFamily family_;
};

}  // namespace peeringd
