#include "metrics/families.hpp"

namespace peeringd {
namespace {

struct WindowFamilies {
  MetricBuilder latency;
  MetricBuilder loss;
  MetricBuilder jitter;

  void move_to(Families& families) {
    for (MetricBuilder* family : {&latency, &loss, &jitter}) family->move_to(families);
  }
};

WindowFamilies prefix_families() {
  return {
      MetricBuilder::gauge("peering_prefix_latency_seconds",
                           "Median round-trip time of all network probes from the prefix, over the "
                           "window; what Azure shows as RegisteredPrefixLatency."),
      MetricBuilder::gauge("peering_prefix_loss_ratio",
                           "Lost probes from the prefix as a share of all finished ones, over the "
                           "window."),
      MetricBuilder::gauge(
          "peering_prefix_jitter_seconds",
          "Mean absolute difference of consecutive round-trip times of each target "
          "of the prefix, over the window.")};
}

WindowFamilies connection_families() {
  return {
      MetricBuilder::gauge("peering_connection_latency_seconds",
                           "Average of the median round-trip times of the connection's prefixes; "
                           "what Azure shows as AverageCustomerPrefixLatency."),
      MetricBuilder::gauge(
          "peering_connection_loss_ratio",
          "Lost probes of the connection as a share of all finished ones, over the "
          "window."),
      MetricBuilder::gauge(
          "peering_connection_jitter_seconds",
          "Mean absolute difference of consecutive round-trip times of each target "
          "of the connection, over the window.")};
}

void add(WindowFamilies& families, const Labels& labels, std::optional<Duration> latency,
         const Tally& tally) {
  families.latency.add(labels, latency);
  families.loss.add(labels, tally.loss_ratio());
  families.jitter.add(labels, tally.jitter());
}

}  // namespace

void append_prefix_and_connection_statistics(const Snapshot& snapshot, const Rollup& rollup,
                                             Families& families) {
  WindowFamilies prefixes = prefix_families();
  for (std::size_t i = 0; i < rollup.prefixes.size(); ++i) {
    const Figures& figures = rollup.prefixes[i].figures;
    add(prefixes, labels_of(*snapshot.config, snapshot.prefixes[i]), figures.median(),
        figures.tally);
  }
  WindowFamilies connections = connection_families();
  for (std::size_t i = 0; i < rollup.connections.size(); ++i) {
    const ConnectionRollup& connection = rollup.connections[i];
    add(connections, {{"connection", snapshot.config->connections[i].name}}, connection.latency,
        connection.tally);
  }
  prefixes.move_to(families);
  connections.move_to(families);
}

}  // namespace peeringd
