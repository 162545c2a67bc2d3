#include "metrics/family.hpp"

#include <utility>

namespace peeringd {

using prometheus::ClientMetric;
using prometheus::MetricType;

Labels with(Labels labels, std::string_view name, std::string_view value) {
  labels.push_back({std::string(name), std::string(value)});
  return labels;
}

ClientMetric& Series::new_metric(Labels labels) {
  ClientMetric& metric = family_.metric.emplace_back();
  metric.label = std::move(labels);
  return metric;
}

void Series::add(Labels labels, double value) {
  ClientMetric& metric = new_metric(std::move(labels));
  if (family_.type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
}

void Series::add(Labels labels, const Histogram& histogram, std::span<const Duration> bounds) {
  ClientMetric::Histogram& out = new_metric(std::move(labels)).histogram;
  out.sample_sum = to_seconds(histogram.sum());
  out.bucket.reserve(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    out.sample_count += histogram[i];
    out.bucket.push_back({out.sample_count, to_seconds(bounds[i])});
  }
  out.sample_count += histogram[bounds.size()];
}

void Series::add(Labels labels, ClientMetric::Summary summary) {
  new_metric(std::move(labels)).summary = std::move(summary);
}

}  // namespace peeringd
