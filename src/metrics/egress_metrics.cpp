#include "metrics/families.hpp"

namespace peeringd {
namespace {

// `tell(series, labels, egress)` of each prefix whose probes were seen by the far side.
template <typename Tell>
auto of_seen(const Snapshot& snapshot, const Rollup& rollup, Tell tell) {
  return [&snapshot, &rollup, tell](Series& out, std::size_t item) {
    const EgressSighting& egress = rollup.prefixes[item].egress;
    if (!egress.address) return;
    tell(out, labels_of(*snapshot.config, snapshot.prefixes[item]), egress);
  };
}

}  // namespace

void append_egress_metrics(const Snapshot& snapshot, const Rollup& rollup, Families& families) {
  const std::size_t all = rollup.prefixes.size();
  families.push_back(gauge(
      {"peering_prefix_egress_verified",
       "1 when the far side saw the probes come from an address inside the prefix, 0 when "
       "from elsewhere; absent when no STUN server has told an address within the window that "
       "several answers confirm."},
      all, of_seen(snapshot, rollup, [](Series& out, Labels labels, const auto& egress) {
        out.add(std::move(labels), egress.inside_prefix ? 1.0 : 0.0);
      })));
  families.push_back(gauge(
      {"peering_prefix_egress_info",
       "The address that the far side saw last, once several answers have told it. Always 1."},
      all, of_seen(snapshot, rollup, [](Series& out, Labels labels, const auto& egress) {
        out.add(with(std::move(labels), "address", egress.address->to_string()), 1.0);
      })));
  families.push_back(counter({"peering_prefix_egress_unconfirmed_total",
                              "Answers of STUN servers with an address which too few others have "
                              "told for it to be shown."},
                             all, [&snapshot, &rollup](Series& out, std::size_t item) {
                               const EgressSighting& egress = rollup.prefixes[item].egress;
                               if (egress.unconfirmed == 0) return;
                               out.add(labels_of(*snapshot.config, snapshot.prefixes[item]),
                                       egress.unconfirmed);
                             }));
}

}  // namespace peeringd
