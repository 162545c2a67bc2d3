#include "assessment/edge_address.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_named = 3;

// `outsiders`: endpoints that answer from outside, with their addresses.
std::string reason_of(const std::vector<std::string>& outsiders, const AddressRanges& ranges) {
  return "answers come from outside the published ranges" +
         (ranges.date() ? " of " + date_text(*ranges.date()) : "") + ": " +
         enumerated(outsiders, max_named);
}

std::optional<Severity> severity_of(const AlertConfig& prefix, const EndpointConfig& endpoint) {
  if (!endpoint.alerts) return prefix.edge_address;
  return endpoint.alerts->edge_address.value_or(prefix.edge_address);
}

std::uint64_t received_of(const Snapshot& snapshot, const PathRollup& path) {
  std::uint64_t received = 0;
  for (std::size_t t = path.first; t < path.last; ++t) {
    const TargetSnapshot& target = snapshot.targets[t];
    if (measures_edge(*snapshot.config, target.target)) received += target.counters.received;
  }
  return received;
}

// Which addresses have answered. A forged address that has never answered must not count because
// of the answers of the address before it.
class Answers {
 public:
  explicit Answers(SeenAddresses& seen) : seen_(seen) {}
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  // Forgets endpoints that were not asked for.
  ~Answers() { seen_ = std::move(kept_); }

  bool come_from(const std::string& endpoint, const IpAddress& address, std::uint64_t received) {
    auto node = seen_.extract(endpoint);
    SeenAddress& seen = node
                            ? kept_.insert(std::move(node)).position->second
                            : kept_.emplace(endpoint, SeenAddress{address, received}).first->second;
    // A counter that falls began anew.
    if (seen.address != address || received < seen.received) seen = {address, received};
    return received > seen.received;
  }

 private:
  SeenAddresses& seen_;
  SeenAddresses kept_;
};

// Between the values are the thresholds.
double value_of(Severity severity) {
  return severity == Severity::critical ? 2 : 1;
}

}  // namespace

void append_edge_address(std::vector<SignalInput>& signals, const AlertInput& input,
                         std::size_t index, const AlertConfig& config, SeenAddresses& seen) {
  Answers known(seen);
  const Config& of = *input.snapshot.config;
  if (!of.service_tags) return;
  bool applies = false;
  Reading reading;
  std::vector<std::string> outsiders;
  const PrefixRollup& prefix = input.rollup.prefixes[index];
  for (std::size_t p = prefix.first; p < prefix.last; ++p) {
    const PathRollup& path = input.rollup.paths[p];
    const EndpointConfig& endpoint = of.endpoints[path.endpoint];
    const auto severity = severity_of(config, endpoint);
    if (!severity || endpoint.egress_only || !measures_edge(input.snapshot, path)) continue;
    applies = true;
    const auto address = address_of(input.snapshot, path);
    if (!address) continue;
    const bool answered =
        known.come_from(endpoint.name, *address, received_of(input.snapshot, path));
    double value = 0;
    if (!of.service_tags->find(*address)) {
      const bool answers =
          answered && path.figures.tally.answered > 0 && !input.reach.paths[p].down;
      if (!answers) continue;
      outsiders.push_back(endpoint.name + " " + address->to_string());
      value = value_of(*severity);
    }
    reading.value = std::max(reading.value.value_or(0), value);
  }
  if (!applies) return;
  if (!reading.value) reading.note = "no address in the published ranges is known";
  if (reading.value > 0) reading.note = reason_of(outsiders, *of.service_tags);
  const Rule rule{.warning = 0.5, .critical = 1.5, .hold = config.hold};
  signals.push_back({Signal::edge_address, rule, std::move(reading)});
}

}  // namespace peeringd
