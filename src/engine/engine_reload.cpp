// The engine's change from one configuration to another.
#include "connection/source_choice.hpp"
#include "engine/engine.hpp"
#include "model/config.hpp"

namespace peeringd {

// The watch may know of a change since `just_read`. If the query is another one, the watch starts
// again, and its first look replaces `just_read`.
Result<void> Engine::reload(ReloadPlan plan, const LocalNetwork& just_read) {
  if (stopped_) return Error{"the daemon is shutting down"};
  const NetworkQuery query = network_query_for(*plan.after);
  const bool same_query = query == network_query_for(*config_);
  const LocalNetwork network = same_query ? network_ : just_read;
  if (auto made = make_probers(plan, network); !made) return made.error();
  if (!same_query) {
    if (auto watching = network_watch_.start(query); !watching) return watching.error();
  }
  adopt(std::move(plan), network);
  return {};
}

// Before anything changes, as there may be no descriptors for them.
Result<void> Engine::make_probers(const ReloadPlan& plan, const LocalNetwork& network) {
  const Config& config = *plan.after;
  std::vector<std::vector<std::shared_ptr<SourceProbers>>> by_prefix;
  for (const ConnectionConfig& connection : config.connections) {
    auto& of_connection = by_prefix.emplace_back();
    for (const PrefixConfig& prefix : connection.prefixes) {
      const auto choice = choose_source(prefix, network);
      of_connection.push_back(choice.source ? pool_.acquire(*choice.source) : nullptr);
    }
  }
  for (const PlannedTarget& planned : plan.targets) {
    const Target& target = planned.target;
    const auto& probers = by_prefix[target.connection][target.prefix];
    if (!probers || probers->for_options(probe_of(config, target).options) != nullptr) continue;
    return Error{"no file descriptors left for the probes of " + name_of(config, target)};
  }
  return {};
}

void Engine::adopt(ReloadPlan plan, const LocalNetwork& network) {
  const std::shared_ptr<const Config> before = config_;  // until nothing refers to it
  runner_.abandon_all_of(targets_.interrupted_slots(plan));
  config_ = plan.after;
  runner_.use(*config_);
  prefixes_ = carry_over(prefixes_, *before, *config_);
  trust_.anchors()->keep_only(trusted_files_of(*config_));
  TargetTable::Change change = targets_.adopt(std::move(plan));
  answers_.flush(std::move(change.ended_series));
  snapshots_.restart();
  reserve();

  use_network(network);
  const MonotonicTime now = clock_.now();
  for (const std::uint32_t ended : change.ended) ticks_.cancel(ended);
  for (const std::uint32_t begun : change.begun) {
    choose_host(targets_[begun]);
    begin(begun, now);
  }
  arm();
}

}  // namespace peeringd
