#include "history/history_target.hpp"

#include <functional>

#include "model/config.hpp"

namespace peeringd {
namespace {

bool any_probe_measures_edge(const Config& config, Target target) {
  const std::size_t probes = endpoint_of(config, target).probes.size();
  for (target.probe = 0; target.probe < probes; ++target.probe) {
    if (measures_edge(config, target)) return true;
  }
  return false;
}

}  // namespace

std::size_t SeriesKeyHash::operator()(const SeriesKey& key) const {
  std::size_t hash = 0;
  for (const std::string* part : {&key.connection, &key.prefix, &key.endpoint, &key.probe}) {
    hash = hash * 31 + std::hash<std::string>{}(*part);
  }
  return hash;
}

HistoryTarget history_target(const Config& config, const Target& target) {
  const bool edge = measures_edge(config, target);
  return {key_of(config, target), edge || !any_probe_measures_edge(config, target), edge};
}

}  // namespace peeringd
