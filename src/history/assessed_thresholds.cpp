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

// Numbers the thresholds. The same ones get the same number.
class ThresholdValues {
 public:
  explicit ThresholdValues(std::vector<Thresholds>& values) : values_(values) {}

  std::uint32_t number_of(const SubjectStatus* status) {
    const Thresholds thresholds = status != nullptr ? thresholds_in(*status) : Thresholds();
    const auto next = static_cast<std::uint32_t>(values_.size());
    const auto [found, added] = numbers_.try_emplace(thresholds, next);
    if (added) values_.push_back(thresholds);
    return found->second;
  }

 private:
  std::vector<Thresholds>& values_;
  std::map<Thresholds, std::uint32_t> numbers_;
};

}  // namespace

ThresholdChange AssessedThresholds::change_of(const Subject& subject, Moment time) const {
  const ConnectionConfig& owner = config->connections[subject.connection];
  EventSubject names{owner.name, owner.prefixes[subject.prefix].label, {}, {}};
  if (subject.endpoint != no_endpoint) names.endpoint = config->endpoints[subject.endpoint].name;
  return {std::move(names), time, values[subject.value]};
}

AssessedThresholds assessed_thresholds(const Assessment& assessment, Moment since) {
  using Index = std::uint32_t;
  std::map<std::tuple<Index, Index>, const SubjectStatus*> prefixes;
  for (const PrefixStatus& each : assessment.alerts.prefixes) {
    prefixes[{each.connection, each.prefix}] = &each.status;
  }
  std::map<std::tuple<Index, Index, Index>, const SubjectStatus*> paths;
  for (const PathStatus& each : assessment.alerts.paths) {
    paths[{each.connection, each.prefix, each.endpoint}] = &each.status;
  }
  const auto status_of = [](const auto& statuses, const auto& key) -> const SubjectStatus* {
    const auto found = statuses.find(key);
    return found == statuses.end() ? nullptr : found->second;
  };
  AssessedThresholds all{assessment.snapshot->config, since, {}, {}};
  all.subjects.reserve(assessment.rollup.prefixes.size() + assessment.rollup.paths.size());
  ThresholdValues values(all.values);
  for (std::size_t p = 0; p < assessment.snapshot->prefixes.size(); ++p) {
    const PrefixSnapshot& prefix = assessment.snapshot->prefixes[p];
    const Index connection = prefix.connection;
    const Index index = prefix.prefix;
    all.subjects.push_back({connection, index, AssessedThresholds::no_endpoint,
                            values.number_of(status_of(prefixes, std::tuple(connection, index)))});
    const PrefixRollup& rolled = assessment.rollup.prefixes[p];
    for (std::size_t path = rolled.first; path < rolled.last; ++path) {
      const auto endpoint = static_cast<Index>(assessment.rollup.paths[path].endpoint);
      const auto key = std::tuple(connection, index, endpoint);
      all.subjects.push_back(
          {connection, index, endpoint, values.number_of(status_of(paths, key))});
    }
  }
  return all;
}

}  // namespace peeringd
