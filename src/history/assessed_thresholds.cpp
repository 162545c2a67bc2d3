#include "history/assessed_thresholds.hpp"

#include <map>
#include <tuple>

#include "model/config.hpp"

namespace peeringd {
namespace {

Thresholds thresholds_in(const SubjectStatus& status) {
  Thresholds thresholds;
  for (const SignalStatus& signal : status.signals) {
    const Limits<double> limits{signal.rule.warning, signal.rule.critical, false};
    if (is_measured(signal.signal) && !limits.off()) {
      thresholds.emplace(name_of(signal.signal), limits);
    }
  }
  return thresholds;
}

}  // namespace

std::vector<ThresholdChange> assessed_thresholds(const Assessment& assessment, Moment time) {
  using Index = std::uint32_t;
  std::map<std::tuple<Index, Index>, Thresholds> prefixes;
  for (const PrefixStatus& each : assessment.alerts.prefixes) {
    prefixes[{each.connection, each.prefix}] = thresholds_in(each.status);
  }
  std::map<std::tuple<Index, Index, Index>, Thresholds> paths;
  for (const PathStatus& each : assessment.alerts.paths) {
    paths[{each.connection, each.prefix, each.endpoint}] = thresholds_in(each.status);
  }
  std::vector<ThresholdChange> all;
  const Config& config = assessment.config();
  for (std::size_t p = 0; p < assessment.snapshot->prefixes.size(); ++p) {
    const PrefixSnapshot& prefix = assessment.snapshot->prefixes[p];
    const ConnectionConfig& owner = config.connections[prefix.connection];
    EventSubject subject{owner.name, owner.prefixes[prefix.prefix].label, {}, {}};
    all.push_back({subject, time, prefixes[{prefix.connection, prefix.prefix}]});
    const PrefixRollup& rolled = assessment.rollup.prefixes[p];
    for (std::size_t path = rolled.first; path < rolled.last; ++path) {
      const auto endpoint = static_cast<Index>(assessment.rollup.paths[path].endpoint);
      subject.endpoint = config.endpoints[endpoint].name;
      all.push_back({subject, time, paths[{prefix.connection, prefix.prefix, endpoint}]});
    }
  }
  return all;
}

}  // namespace peeringd
