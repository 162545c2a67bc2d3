#include "assessment/address_memory.hpp"

#include <algorithm>

#include "model/config.hpp"

namespace peeringd {

void AddressMemory::restore(const std::vector<KnownAddress>& addresses, Instant now) {
  for (const KnownAddress& known : addresses) {
    const Duration age = std::max(now.wall - known.answered_at, Duration{});
    known_[{known.source, known.host}] = {known.address, now.monotonic - age};
  }
}

bool AddressMemory::note(const Assessment& assessment) {
  const Snapshot& snapshot = *assessment.snapshot;
  bool changed = false;
  for (auto& [key, answer] : known_) answer.in_use = false;
  std::size_t prefix = 0;
  for (const TargetSnapshot& target : snapshot.targets) {
    const auto is_its = [&](const PrefixSnapshot& candidate) {
      return candidate.connection == target.target.connection &&
             candidate.prefix == target.target.prefix;
    };
    while (prefix < snapshot.prefixes.size() && !is_its(snapshot.prefixes[prefix])) ++prefix;
    if (prefix == snapshot.prefixes.size()) break;
    const auto& source = snapshot.prefixes[prefix].choice.source;
    if (!source || !target.address || !target.names.needed || !target.names.answered_at) continue;
    const std::string& host = snapshot.config->endpoints[target.target.endpoint].host;
    const auto [it, added] = known_.try_emplace({source->address, host});
    // The first of the targets that share a name.
    if (it->second.in_use) continue;
    changed = changed || added || it->second.address != *target.address;
    it->second = {*target.address, *target.names.answered_at, true};
  }
  return forget(snapshot.taken_at) || changed;
}

// Returns whether there was anything to forget.
bool AddressMemory::forget(MonotonicTime now) {
  bool forgotten =
      std::erase_if(known_, [now](const auto& entry) {
        return !entry.second.in_use && now - entry.second.answered_at > max_address_age;
      }) > 0;
  if (known_.size() <= max_remembered_addresses) return forgotten;
  std::vector<std::map<Key, Answer>::iterator> unused;
  for (auto it = known_.begin(); it != known_.end(); ++it) {
    if (!it->second.in_use) unused.push_back(it);
  }
  std::ranges::sort(unused, {}, [](const auto& it) { return it->second.answered_at; });
  unused.resize(std::min(unused.size(), known_.size() - max_remembered_addresses));
  for (const auto& it : unused) known_.erase(it);
  return forgotten || !unused.empty();
}

std::vector<KnownAddress> AddressMemory::addresses(Instant now) const {
  std::vector<KnownAddress> addresses;
  for (const auto& [key, answer] : known_) {
    const WallTime answered_at = now.wall_of(answer.answered_at);
    addresses.push_back({key.second, key.first, answer.address,
                         std::chrono::floor<std::chrono::milliseconds>(answered_at)});
  }
  return addresses;
}

}  // namespace peeringd
