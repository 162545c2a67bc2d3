#include "rollup/names.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "model/config.hpp"

namespace peeringd {
namespace {

// Since when a name does not resolve. One whose answer has expired does not, even if its lookup has
// not ended yet.
std::optional<MonotonicTime> failing_since(const NameLookups& name, MonotonicTime now) {
  if (name.failing_since) return name.failing_since;
  return name.usable_until && *name.usable_until <= now ? name.usable_until : std::nullopt;
}

void add(PrefixNames& names, const NameLookups& name, MonotonicTime now) {
  ++names.count;
  names.failures += name.failures;
  names.last_success = std::max(names.last_success, name.last_success);
  const auto since = failing_since(name, now);
  if (!since) return;
  ++names.failing;
  names.failing_since = std::min(names.failing_since.value_or(now), *since);
  if (name.usable_until > now) {
    names.usable_until =
        std::min(names.usable_until.value_or(*name.usable_until), *name.usable_until);
  } else {
    ++names.addressless;
  }
}

}  // namespace

NameRollup::NameRollup(const Snapshot& snapshot) : snapshot_(snapshot) {
  const auto& endpoints = snapshot.config->endpoints;
  std::map<std::string_view, std::uint32_t> by_host;
  for (std::uint32_t e = 0; e < endpoints.size(); ++e) {
    first_with_host_.push_back(by_host.emplace(endpoints[e].host, e).first->second);
  }
  counted_in_.assign(endpoints.size(), 0);
}

PrefixNames NameRollup::names_of(std::size_t first, std::size_t last) {
  ++prefix_;
  PrefixNames names;
  for (std::size_t t = first; t < last; ++t) {
    const TargetSnapshot& target = snapshot_.targets[t];
    if (!target.names.needed) continue;
    std::uint32_t& counted_in = counted_in_[first_with_host_[target.target.endpoint]];
    if (counted_in == prefix_) continue;
    counted_in = prefix_;
    add(names, target.names, snapshot_.taken_at);
  }
  return names;
}

}  // namespace peeringd
