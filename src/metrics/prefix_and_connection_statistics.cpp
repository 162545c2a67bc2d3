#include "metrics/families.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

// `tell(series, labels, figures)` of each prefix.
template <typename Tell>
auto of_prefixes(const Snapshot& snapshot, const Rollup& rollup, Tell tell) {
  return [&snapshot, &rollup, tell](Series& out, std::size_t item) {
    tell(out, labels_of(*snapshot.config, snapshot.prefixes[item]), rollup.prefixes[item].figures);
  };
}

// `tell(series, labels, figures)` of each connection.
template <typename Tell>
auto of_connections(const Snapshot& snapshot, const Rollup& rollup, Tell tell) {
  return [&snapshot, &rollup, tell](Series& out, std::size_t item) {
    tell(out, Labels{{"connection", snapshot.config->connections[item].name}},
         rollup.connections[item]);
  };
}

constexpr auto loss = [](Series& out, Labels labels, const auto& figures) {
  out.add(std::move(labels), figures.loss_ratio);
};
constexpr auto jitter = [](Series& out, Labels labels, const auto& figures) {
  out.add(std::move(labels), figures.jitter);
};

void append_prefixes(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  const std::size_t all = rollup.prefixes.size();
  families.push_back(gauge(
      {"peering_prefix_latency_seconds",
       "Median round-trip time from the prefix to all endpoints, each of which weighs the same, "
       "over the window; what Azure shows as RegisteredPrefixLatency."},
      all, of_prefixes(snapshot, rollup, [](Series& out, Labels labels, const auto& figures) {
        out.add(std::move(labels), figures.median());
      })));
  families.push_back(gauge({"peering_prefix_loss_ratio",
                            "Mean of the loss ratios of the prefix's endpoints, over the window."},
                           all, of_prefixes(snapshot, rollup, loss)));
  families.push_back(gauge({"peering_prefix_jitter_seconds",
                            "Mean of the jitters of the prefix's endpoints, over the window."},
                           all, of_prefixes(snapshot, rollup, jitter)));
}

void append_connections(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  const std::size_t all = rollup.connections.size();
  families.push_back(gauge(
      {"peering_connection_latency_seconds",
       "Mean of the median round-trip times of the connection's prefixes; what Azure shows as "
       "AverageCustomerPrefixLatency."},
      all, of_connections(snapshot, rollup, [](Series& out, Labels labels, const auto& connection) {
        out.add(std::move(labels), connection.latency);
      })));
  families.push_back(
      gauge({"peering_connection_loss_ratio",
             "Mean of the loss ratios of the connection's prefixes, over the window."},
            all, of_connections(snapshot, rollup, loss)));
  families.push_back(gauge({"peering_connection_jitter_seconds",
                            "Mean of the jitters of the connection's prefixes, over the window."},
                           all, of_connections(snapshot, rollup, jitter)));
}

}  // namespace

void append_prefix_and_connection_statistics(const Snapshot& snapshot, const Rollup& rollup,
                                             Families& families) {
  append_prefixes(snapshot, rollup, families);
  append_connections(snapshot, rollup, families);
}

}  // namespace peeringd
