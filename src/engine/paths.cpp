#include "engine/paths.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "connection/source_choice.hpp"
#include "log/log.hpp"
#include "model/config.hpp"

namespace peeringd {
namespace {

// By which interface it leaves, where that is another one than has the address.
std::string way_out(const SourceChoice& choice) {
  const std::string& interface = choice.source->interface;
  return interface.empty() || interface == choice.interface ? "" : ", through " + interface;
}

Event event_of(const ConnectionConfig& connection, const PrefixConfig& prefix,
               const SourceChoice& choice) {
  Event event{EventKind::source_lost, EventLevel::warning, {connection.name, prefix.label}};
  if (!choice.source) {
    event.summary = "not probed: " + choice.problem;
    event.fields = {{"problem", choice.problem}};
    return event;
  }
  const std::string address = choice.source->address.to_string();
  event.kind = EventKind::source_found;
  event.level = EventLevel::info;
  event.summary = "probed from " + address + " on " + choice.interface + way_out(choice) +
                  (prefix.automatic() ? " (auto: " + choice.network + ")" : "") +
                  (choice.outside_prefix ? ", outside the prefix (assumed NAT)" : "");
  event.fields = {
      {"source", address}, {"interface", choice.interface}, {"network", choice.network}};
  return event;
}

}  // namespace

std::vector<Path> make_paths(const Config& config) {
  std::vector<Path> paths;
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    for (std::uint32_t p = 0; p < config.connections[c].prefixes.size(); ++p) {
      paths.push_back({c, p, {}, nullptr});
    }
  }
  return paths;
}

std::vector<Path> carry_over(const std::vector<Path>& paths, const Config& before,
                             const Config& after) {
  std::map<std::pair<std::string_view, std::string_view>, const Path*> by_name;
  for (const Path& path : paths) {
    const ConnectionConfig& connection = before.connections[path.connection];
    by_name[{connection.name, connection.prefixes[path.prefix].label}] = &path;
  }
  std::vector<Path> carried = make_paths(after);
  for (Path& path : carried) {
    const ConnectionConfig& connection = after.connections[path.connection];
    const auto found = by_name.find({connection.name, connection.prefixes[path.prefix].label});
    if (found == by_name.end()) continue;
    path.choice = found->second->choice;
    path.probers = found->second->probers;
  }
  return carried;
}

std::vector<std::uint32_t> update_paths(std::vector<Path>& paths, const Config& config,
                                        const LocalNetwork& network, ProberPool& pool,
                                        const EventSink& events) {
  std::vector<std::uint32_t> changed;
  for (std::uint32_t index = 0; index < paths.size(); ++index) {
    Path& path = paths[index];
    const ConnectionConfig& connection = config.connections[path.connection];
    SourceChoice choice = choose_source(connection.prefixes[path.prefix], network);
    if (choice == path.choice) continue;
    publish(events, event_of(connection, connection.prefixes[path.prefix], choice));
    if (choice.source != path.choice.source) changed.push_back(index);
    path.choice = std::move(choice);
    path.probers = path.choice.source ? pool.acquire(*path.choice.source) : nullptr;
  }
  return changed;
}

}  // namespace peeringd
