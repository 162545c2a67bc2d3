#include "net/access_lines.hpp"

#include <algorithm>
#include <utility>

#include "log/log.hpp"
#include "model/config.hpp"
#include "model/event.hpp"

namespace peeringd {
namespace {

std::string key_of(const Snapshot& snapshot, const PrefixSnapshot& prefix) {
  return to_string(subject_of(*snapshot.config, prefix.connection, prefix.prefix));
}

// The interface of a prefix that no route of the kernel names: the configured one, else the one by
// which it left before, else the one that has the address.
std::string known_interface(const Snapshot& snapshot, const PrefixSnapshot& prefix,
                            const std::map<std::string, std::string, std::less<>>& last) {
  const ConnectionConfig& connection = snapshot.config->connections[prefix.connection];
  const std::string& configured = connection.prefixes[prefix.prefix].interface;
  if (!configured.empty()) return configured;
  if (const auto found = last.find(key_of(snapshot, prefix)); found != last.end()) {
    return found->second;
  }
  return prefix.choice.interface;
}

}  // namespace

std::vector<AccessQuery> access_queries(
    const Snapshot& snapshot,
    const std::map<std::string, std::string, std::less<>>& last_interfaces) {
  std::vector<AccessQuery> queries;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> by_prefix;
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    by_prefix[{prefix.connection, prefix.prefix}] = queries.size();
    queries.push_back(
        {prefix.choice.source, {}, known_interface(snapshot, prefix, last_interfaces)});
  }
  for (const TargetSnapshot& target : snapshot.targets) {
    if (!target.address || !measures_edge(*snapshot.config, target.target)) continue;
    const auto found = by_prefix.find({target.target.connection, target.target.prefix});
    if (found == by_prefix.end()) continue;
    auto& destinations = queries[found->second].destinations;
    if (destinations.size() == max_route_destinations) continue;
    if (std::ranges::find(destinations, *target.address) != destinations.end()) continue;
    destinations.push_back(*target.address);
  }
  return queries;
}

std::vector<AccessLine> AccessLines::of(const Snapshot& snapshot) {
  if (is_current(snapshot)) return lines_;
  const MonotonicTime now = clock_.now();
  auto lines = read_access_lines(access_queries(snapshot, last_interfaces_), now);
  if (!lines && !failing_)
    log::warning("{}; diagnoses do without access lines", lines.error().message);
  failing_ = !lines;
  lines_ = lines ? std::move(*lines) : std::vector<AccessLine>(snapshot.prefixes.size());
  had_source_.clear();
  for (const PrefixSnapshot& prefix : snapshot.prefixes) {
    had_source_.push_back(prefix.choice.source.has_value());
  }
  config_ = snapshot.config;
  read_at_ = now;
  remember_interfaces(snapshot);
  return lines_;
}

bool AccessLines::is_current(const Snapshot& snapshot) const {
  if (!read_at_ || clock_.now() - *read_at_ >= max_age) return false;
  if (config_ != snapshot.config || had_source_.size() != snapshot.prefixes.size()) {
    return false;
  }
  for (std::size_t i = 0; i < had_source_.size(); ++i) {
    if (had_source_[i] != snapshot.prefixes[i].choice.source.has_value()) return false;
  }
  return true;
}

// Those of prefixes that are no longer configured are forgotten.
void AccessLines::remember_interfaces(const Snapshot& snapshot) {
  std::map<std::string, std::string, std::less<>> interfaces;
  for (std::size_t i = 0; i < snapshot.prefixes.size(); ++i) {
    if (lines_[i].interface.empty()) continue;
    interfaces[key_of(snapshot, snapshot.prefixes[i])] = lines_[i].interface;
  }
  // While the kernel does not answer, what was known stays.
  if (!failing_) last_interfaces_ = std::move(interfaces);
}

}  // namespace peeringd
