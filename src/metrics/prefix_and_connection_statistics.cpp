#include "metrics/families.hpp"
#include "statistics/summary.hpp"

namespace peeringd {
namespace {

struct Figures {
  MetricBuilder latency;
  MetricBuilder loss;
  MetricBuilder jitter;

  void move_to(Families& families) {
    for (MetricBuilder* family : {&latency, &loss, &jitter}) family->move_to(families);
  }
};

Figures prefix_figures() {
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

Figures connection_figures() {
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

// Sums up the targets, which come prefix by prefix and connection by connection.
class RollUp {
 public:
  explicit RollUp(const Snapshot& snapshot) : snapshot_(snapshot) {}

  void run(Figures& prefixes, Figures& connections) {
    auto target = snapshot_.targets.begin();
    for (std::uint32_t c = 0; c < snapshot_.config->connections.size(); ++c) {
      Summary connection;
      std::vector<std::optional<Duration>> medians;
      for (const PrefixSnapshot& prefix : snapshot_.prefixes) {
        if (prefix.connection != c) continue;
        Summary summary;
        for (; target != snapshot_.targets.end() && belongs(target->target, prefix); ++target) {
          if (target->unknown || !measures_edge(*snapshot_.config, target->target)) continue;
          summary.add(target->window);
          connection.add(target->window);
        }
        medians.push_back(summary.quantile(0.5));
        add(prefixes, labels_of(*snapshot_.config, prefix), medians.back(), summary);
      }
      add(connections, {{"connection", snapshot_.config->connections[c].name}}, mean_of(medians),
          connection);
    }
  }

 private:
  static bool belongs(const Target& target, const PrefixSnapshot& prefix) {
    return target.connection == prefix.connection && target.prefix == prefix.prefix;
  }

  static void add(Figures& figures, const Labels& labels, std::optional<Duration> latency,
                  const Summary& summary) {
    figures.latency.add(labels, latency);
    figures.loss.add(labels, summary.loss_ratio());
    figures.jitter.add(labels, summary.jitter());
  }

  const Snapshot& snapshot_;
};

}  // namespace

void append_prefix_and_connection_statistics(const Snapshot& snapshot, Families& families) {
  Figures prefixes = prefix_figures();
  Figures connections = connection_figures();
  RollUp(snapshot).run(prefixes, connections);
  prefixes.move_to(families);
  connections.move_to(families);
}

}  // namespace peeringd
