#include "metrics/families.hpp"

namespace peeringd {

void append_egress_metrics(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  MetricBuilder verified = MetricBuilder::gauge(
      "peering_prefix_egress_verified",
      "1 when the far side saw the probes come from an address inside the prefix, 0 when from "
      "elsewhere; absent when no STUN server has answered within the window.");
  MetricBuilder info = MetricBuilder::gauge("peering_prefix_egress_info",
                                            "The address that the far side saw last. Always 1.");
  for (std::size_t i = 0; i < rollup.prefixes.size(); ++i) {
    const EgressSighting& egress = rollup.prefixes[i].egress;
    if (!egress.address) continue;
    const Labels labels = labels_of(*snapshot.config, snapshot.prefixes[i]);
    verified.add(labels, egress.inside_prefix ? 1.0 : 0.0);
    info.add(with(labels, "address", egress.address->to_string()), 1.0);
  }
  verified.move_to(families);
  info.move_to(families);
}

}  // namespace peeringd
