#include "reachability/reach_memory.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "model/config.hpp"
#include "model/event.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

// Moves the remembered state to the indexes of a new configuration, by name. `taken` gets the
// former indexes and the new entry.
template <typename Entry, typename Name>
void take_over(
    std::vector<Entry>& entries, std::vector<Entry> fresh, Name name_of_entry,
    const std::shared_ptr<const Config>& before, const Config& now,
    const std::function<void(const ReachIndexes&, Entry&)>& taken = [](const auto&, Entry&) {}) {
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < entries.size() && before; ++i) {
    known.emplace(name_of_entry(*before, entries[i]), i);
  }
  for (Entry& entry : fresh) {
    const auto found = known.find(name_of_entry(now, entry));
    if (found == known.end()) continue;
    entry.memory = std::move(entries[found->second].memory);
    taken(entries[found->second].indexes, entry);
  }
  entries = std::move(fresh);
}

// Whether a target asks the same host in the same way.
bool asks_the_same(const Config& before, const ReachIndexes& old, const Config& after,
                   const ReachIndexes& now) {
  const EndpointConfig& endpoint = after.endpoints[now.endpoint];
  const EndpointConfig& former = before.endpoints[old.endpoint];
  return endpoint.host == former.host &&
         endpoint.probes[now.probe].options == former.probes[old.probe].options;
}

}  // namespace

void ReachMemory::adopt(const Snapshot& snapshot, const Rollup& rollup) {
  if (config == snapshot.config) return;
  const Config& now = *snapshot.config;
  std::vector<Remembered<TargetMemory>> new_targets;
  new_targets.reserve(snapshot.targets.size());
  for (const TargetSnapshot& target : snapshot.targets) {
    const Target& of = target.target;
    new_targets.push_back({{of.connection, of.prefix, of.endpoint, of.probe}});
  }
  std::vector<Remembered<PrefixMemory>> new_prefixes;
  new_prefixes.reserve(snapshot.prefixes.size());
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    new_prefixes.push_back({{prefix.connection, prefix.prefix}});
  }
  std::vector<Remembered<PathMemory>> new_paths;
  new_paths.reserve(rollup.paths.size());
  for (const PathRollup& path : rollup.paths) {
    const PrefixSnapshot& prefix = snapshot.prefixes[path.prefix];
    new_paths.push_back({{prefix.connection, prefix.prefix, path.endpoint}});
  }
  const auto name_of_target = [](const Config& of, const auto& entry) {
    const ReachIndexes& indexes = entry.indexes;
    return name_of(of, Target{indexes.connection, indexes.prefix, indexes.endpoint, indexes.probe});
  };
  const auto name_of_path = [](const Config& of, const auto& entry) {
    return to_string(subject_of(of, entry.indexes.connection, entry.indexes.prefix,
                                of.endpoints[entry.indexes.endpoint].name));
  };
  const auto name_of_prefix = [](const Config& of, const auto& entry) {
    return to_string(subject_of(of, entry.indexes.connection, entry.indexes.prefix));
  };
  std::vector<Remembered<AggregateReach>> new_connections;
  for (std::uint32_t c = 0; c < now.connections.size(); ++c) new_connections.push_back({{c}});
  std::vector<Remembered<EndpointReach>> new_endpoints;
  new_endpoints.reserve(now.endpoints.size());
  for (std::uint32_t e = 0; e < now.endpoints.size(); ++e) {
    new_endpoints.push_back({{.endpoint = e}});
  }
  const auto name_of_connection = [](const Config& of, const auto& entry) {
    return of.connections[entry.indexes.connection].name;
  };
  const auto name_of_endpoint = [](const Config& of, const auto& entry) {
    return of.endpoints[entry.indexes.endpoint].name;
  };
  take_over(connections, std::move(new_connections), name_of_connection, config, now);
  take_over(endpoints, std::move(new_endpoints), name_of_endpoint, config, now);
  std::set<std::pair<std::uint32_t, std::uint32_t>> proven_as_before;  // connections and prefixes
  const std::function forget_other_endpoint = [&](const ReachIndexes& old,
                                                  Remembered<TargetMemory>& target) {
    const ReachIndexes& of = target.indexes;
    if (!asks_the_same(*config, old, now, of)) {
      target.memory.proof.begin_anew();
    } else if (traits_of(now.endpoints[of.endpoint].probes[of.probe].options).proves_host) {
      proven_as_before.emplace(of.connection, of.prefix);
    }
  };
  take_over(targets, std::move(new_targets), name_of_target, config, now, forget_other_endpoint);
  take_over(paths, std::move(new_paths), name_of_path, config, now);
  take_over(prefixes, std::move(new_prefixes), name_of_prefix, config, now);
  // An answer of an endpoint that was asked before the restart, too, still ends a portal's outage.
  for (auto& [of, memory] : prefixes) {
    memory.restored = memory.restored && proven_as_before.contains({of.connection, of.prefix});
  }
  config = snapshot.config;
}

void ReachMemory::restore(const EarlierRun& earlier) {
  using Name = std::pair<std::string_view, std::string_view>;  // connection and prefix
  std::map<Name, PrefixMemory*> by_name;
  for (auto& [place, memory] : prefixes) {
    const ConnectionConfig& connection = config->connections[place.connection];
    const std::string& prefix = connection.prefixes[place.prefix].label;
    by_name.emplace(Name(connection.name, prefix), &memory);
    if (!connection.was.empty()) by_name.emplace(Name(connection.was, prefix), &memory);
  }
  for (const auto& [outage, since] : earlier.outages) {
    const auto found = by_name.find({outage.connection, outage.prefix});
    if (found == by_name.end()) continue;
    peeringd::restore(*found->second, outage.reach, since, outage.problem);
  }
  for (const KnownSource& source : earlier.sources) {
    const auto found = by_name.find({source.connection, source.prefix});
    if (found != by_name.end()) restore_source(*found->second);
  }
}

}  // namespace peeringd
