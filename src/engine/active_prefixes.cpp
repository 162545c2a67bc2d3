#include "engine/active_prefixes.hpp"

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
    event.summary = "not probed: " + choice.problem + "; probing begins once this changes";
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

std::vector<ActivePrefix> make_active_prefixes(const Config& config) {
  std::vector<ActivePrefix> prefixes;
  for (std::uint32_t c = 0; c < config.connections.size(); ++c) {
    for (std::uint32_t p = 0; p < config.connections[c].prefixes.size(); ++p) {
      prefixes.push_back({c, p, {}, nullptr});
    }
  }
  return prefixes;
}

std::vector<ActivePrefix> carry_over(const std::vector<ActivePrefix>& prefixes,
                                     const Config& before, const Config& after) {
  std::map<std::pair<std::string_view, std::string_view>, const ActivePrefix*> by_name;
  for (const ActivePrefix& active : prefixes) {
    const ConnectionConfig& connection = before.connections[active.connection];
    by_name[{connection.name, connection.prefixes[active.prefix].label}] = &active;
  }
  std::vector<ActivePrefix> carried = make_active_prefixes(after);
  for (ActivePrefix& active : carried) {
    const ConnectionConfig& connection = after.connections[active.connection];
    const auto found = by_name.find({connection.name, connection.prefixes[active.prefix].label});
    if (found == by_name.end()) continue;
    active.choice = found->second->choice;
    active.last_source = found->second->last_source;
    active.probers = found->second->probers;
  }
  return carried;
}

std::vector<std::uint32_t> update_sources(std::vector<ActivePrefix>& prefixes, const Config& config,
                                          const LocalNetwork& network, ProberPool& pool,
                                          const EventSink& events) {
  std::vector<std::uint32_t> changed;
  for (std::uint32_t index = 0; index < prefixes.size(); ++index) {
    ActivePrefix& active = prefixes[index];
    const ConnectionConfig& connection = config.connections[active.connection];
    SourceChoice choice = choose_source(connection.prefixes[active.prefix], network);
    if (choice == active.choice) continue;
    publish(events, event_of(connection, connection.prefixes[active.prefix], choice));
    if (choice.source != active.choice.source) {
      changed.push_back(index);
      if (active.choice.source) active.last_source = active.choice.source;
    }
    active.choice = std::move(choice);
    active.probers = active.choice.source ? pool.acquire(*active.choice.source) : nullptr;
  }
  return changed;
}

}  // namespace peeringd
