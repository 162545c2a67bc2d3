#include "engine/reload_plan.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "connection/expand_targets.hpp"
#include "model/connection_config.hpp"
#include "model/endpoint_config.hpp"
#include "model/probe_traits.hpp"

namespace peeringd {
namespace {

bool same_source(const PrefixConfig& one, const PrefixConfig& other) {
  return one.prefix == other.prefix && one.source == other.source &&
         one.interface == other.interface && one.mark == other.mark && one.dscp == other.dscp;
}

bool same_probes(const Config& before, const Target& old, const Config& after, const Target& now) {
  const EndpointConfig& old_endpoint = endpoint_of(before, old);
  const EndpointConfig& endpoint = endpoint_of(after, now);
  return old_endpoint.host == endpoint.host && old_endpoint.address == endpoint.address &&
         probe_of(before, old) == probe_of(after, now) &&
         same_source(prefix_of(before, old), prefix_of(after, now));
}

class Planner {
 public:
  Planner(ReloadPlan& plan, MonotonicTime now) : plan_(plan), now_(now) {
    if (!plan_.before) return;
    old_targets_ = expand_targets(*plan_.before);
    plan_.interrupted.assign(old_targets_.size(), true);
    positions_.reserve(old_targets_.size());
    for (std::uint32_t i = 0; i < old_targets_.size(); ++i) {
      positions_.emplace(name_of(*plan_.before, old_targets_[i]), i);
    }
  }

  void add(const Target& target) {
    PlannedTarget planned{target, {}, {}};
    const auto found = positions_.find(plan_.before ? name_of(*plan_.after, target) : "");
    if (found != positions_.end()) planned.before = found->second;
    if (goes_on(planned)) {
      plan_.interrupted[*planned.before] = false;
    } else {
      planned.fresh = static_cast<std::uint32_t>(plan_.fresh.size());
      plan_.fresh.push_back(make_target_state(*plan_.after, target, now_));
    }
    plan_.targets.push_back(std::move(planned));
  }

 private:
  bool goes_on(const PlannedTarget& planned) const {
    if (!planned.before) return false;
    const Target& old = old_targets_[*planned.before];
    if (!same_probes(*plan_.before, old, *plan_.after, planned.target)) return false;
    if (!traits_of(probe_of(*plan_.after, planned.target).options).follows_another) return true;
    // It continues with the probe that it follows: the one before it, then as now.
    const PlannedTarget& leader = plan_.targets.back();
    return !leader.fresh && *leader.before + 1 == *planned.before;
  }

  ReloadPlan& plan_;
  const MonotonicTime now_;
  std::vector<Target> old_targets_;
  std::unordered_map<std::string, std::uint32_t> positions_;  // of the old targets, by name
};

}  // namespace

ReloadPlan plan_reload(std::shared_ptr<const Config> before, std::shared_ptr<const Config> after,
                       MonotonicTime now) {
  ReloadPlan plan{std::move(before), std::move(after), {}, {}, {}};
  const std::vector<Target> targets = expand_targets(*plan.after);
  plan.targets.reserve(targets.size());
  plan.fresh.reserve(targets.size());
  Planner planner(plan, now);
  for (const Target& target : targets) planner.add(target);
  return plan;
}

std::size_t ReloadPlan::unchanged() const {
  return static_cast<std::size_t>(std::count(interrupted.begin(), interrupted.end(), false));
}

std::size_t ReloadPlan::altered() const {
  return static_cast<std::size_t>(
             std::count_if(targets.begin(), targets.end(),
                           [](const auto& target) { return target.before.has_value(); })) -
         unchanged();
}

std::size_t ReloadPlan::added() const {
  return targets.size() - unchanged() - altered();
}

std::size_t ReloadPlan::removed() const {
  return interrupted.size() - unchanged() - altered();
}

}  // namespace peeringd
