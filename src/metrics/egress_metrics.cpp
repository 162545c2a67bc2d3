#include <algorithm>

#include "metrics/families.hpp"

namespace peeringd {
namespace {

// The later of the two, leaving out what is too old to be believed: older than the window.
const SeenFrom* later(const SeenFrom* latest, const TargetSnapshot& target,
                      const Snapshot& snapshot) {
  if (!target.findings || !target.findings->seen_from) return latest;
  const SeenFrom& seen = *target.findings->seen_from;
  if (snapshot.taken_at - seen.at > snapshot.config->window) return latest;
  return latest == nullptr || seen.at > latest->at ? &seen : latest;
}

// Where the connection names servers for this, no other counts.
bool may_tell(const Config& config, const Target& target) {
  const auto& endpoints = connection_of(config, target).endpoints;
  return endpoint_of(config, target).egress_only ||
         std::none_of(endpoints.begin(), endpoints.end(),
                      [&](std::size_t index) { return config.endpoints[index].egress_only; });
}

bool belongs(const TargetSnapshot& target, const PrefixSnapshot& prefix) {
  return target.target.connection == prefix.connection && target.target.prefix == prefix.prefix;
}

}  // namespace

void append_egress_metrics(const Snapshot& snapshot, Families& families) {
  MetricBuilder verified = MetricBuilder::gauge(
      "peering_prefix_egress_verified",
      "1 when the far side saw the probes come from an address inside the prefix, 0 when from "
      "elsewhere; absent when no STUN server has answered within the window.");
  MetricBuilder info = MetricBuilder::gauge("peering_prefix_egress_info",
                                            "The address that the far side saw last. Always 1.");
  auto target = snapshot.targets.begin();  // they come prefix by prefix
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    const SeenFrom* seen = nullptr;
    for (; target != snapshot.targets.end() && belongs(*target, prefix); ++target) {
      if (may_tell(*snapshot.config, target->target)) seen = later(seen, *target, snapshot);
    }
    const auto network = IpPrefix::parse(prefix.choice.network);
    if (seen == nullptr || !network) continue;
    const Labels labels = labels_of(*snapshot.config, prefix);
    verified.add(labels, network->contains(seen->address) ? 1.0 : 0.0);
    info.add(with(labels, "address", seen->address.to_string()), 1.0);
  }
  verified.move_to(families);
  info.move_to(families);
}

}  // namespace peeringd
