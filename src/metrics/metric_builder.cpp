#include "metrics/metric_builder.hpp"

#include <utility>

namespace peeringd {

using prometheus::ClientMetric;
using prometheus::MetricType;

Labels with(const Labels& labels, std::string_view name, std::string_view value) {
  Labels extended = labels;
  extended.push_back({std::string(name), std::string(value)});
  return extended;
}

MetricBuilder::MetricBuilder(std::string name, std::string help, MetricType type) {
  family_.name = std::move(name);
  family_.help = std::move(help);
  family_.type = type;
}

MetricBuilder MetricBuilder::counter(std::string name, std::string help) {
  return {std::move(name), std::move(help), MetricType::Counter};
}
MetricBuilder MetricBuilder::gauge(std::string name, std::string help) {
  return {std::move(name), std::move(help), MetricType::Gauge};
}
MetricBuilder MetricBuilder::histogram(std::string name, std::string help) {
  return {std::move(name), std::move(help), MetricType::Histogram};
}
MetricBuilder MetricBuilder::summary(std::string name, std::string help) {
  return {std::move(name), std::move(help), MetricType::Summary};
}

ClientMetric& MetricBuilder::new_metric(const Labels& labels) {
  ClientMetric& metric = family_.metric.emplace_back();
  metric.label = labels;
  return metric;
}

void MetricBuilder::add(const Labels& labels, double value) {
  ClientMetric& metric = new_metric(labels);
  if (family_.type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
}

void MetricBuilder::add(const Labels& labels, std::optional<double> value) {
  if (value) add(labels, *value);
}

void MetricBuilder::add(const Labels& labels, std::optional<Duration> value) {
  if (value) add(labels, to_seconds(*value));
}

void MetricBuilder::add(const Labels& labels, const Histogram& histogram,
                        std::span<const Duration> bounds) {
  ClientMetric::Histogram& out = new_metric(labels).histogram;
  out.sample_sum = to_seconds(histogram.sum());
  out.bucket.reserve(bounds.size());
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    out.sample_count += histogram.counts()[i];
    out.bucket.push_back({out.sample_count, to_seconds(bounds[i])});
  }
  out.sample_count += histogram.counts().back();
}

void MetricBuilder::add(const Labels& labels, ClientMetric::Summary summary) {
  new_metric(labels).summary = std::move(summary);
}

void MetricBuilder::move_to(Families& families) {
  if (!family_.metric.empty()) families.push_back(std::move(family_));
}

}  // namespace peeringd
