#include "engine/host_directory.hpp"

#include <set>

#include "log/log.hpp"

namespace peeringd {
namespace {

std::shared_ptr<HostEntry> fixed_entry(const EndpointConfig& endpoint, const Source& source) {
  auto entry = std::make_shared<HostEntry>();
  entry->host = endpoint.host;
  entry->source = source;
  entry->answered = true;
  entry->record.next_lookup = MonotonicTime::max();
  if (endpoint.address->is_v4() == source.address.is_v4()) {
    entry->record.address = endpoint.address;
    entry->record.usable_until = MonotonicTime::max();
  }
  return entry;
}

}  // namespace

HostDirectory::HostDirectory(boost::asio::any_io_executor executor, const Clock& clock)
    : executor_(std::move(executor)), clock_(clock) {}

std::shared_ptr<const HostEntry> HostDirectory::entry(const EndpointConfig& endpoint,
                                                      const Source& source) {
  if (endpoint.address) return fixed_entry(endpoint, source);
  auto& entry = entries_[{source, endpoint.host}];
  if (entry) return entry;
  entry = std::make_shared<HostEntry>();
  entry->host = endpoint.host;
  entry->source = source;
  look_up(entry);
  return entry;
}

void HostDirectory::refresh() {
  const MonotonicTime now = clock_.now();
  std::set<Source> in_use;
  for (auto it = entries_.begin(); it != entries_.end();) {
    const auto& entry = it->second;
    const bool unused = entry.use_count() == 1 && !entry->asking;
    // What was once answered is kept for a while: a source that comes back may find no DNS.
    if (unused && !usable_address(entry->record, now)) {
      it = entries_.erase(it);
      continue;
    }
    in_use.insert(in_use.end(), entry->source);  // the entries are in the order of their sources
    if (!unused && !entry->asking && entry->record.next_lookup <= now) look_up(entry);
    ++it;
  }
  std::erase_if(resolvers_, [&](const auto& item) { return !in_use.contains(item.first); });
}

void HostDirectory::clear() {
  resolvers_.clear();
  entries_.clear();
}

void HostDirectory::look_up(const std::shared_ptr<HostEntry>& entry) {
  entry->asking = true;
  entry->asked_at = clock_.now();
  resolver(entry->source)
      .resolve(entry->host, family_of(entry->source.address),
               [this, entry](const Result<ResolvedAddresses>& result) { note(*entry, result); });
}

void HostDirectory::note(HostEntry& entry, const Result<ResolvedAddresses>& result) {
  const MonotonicTime now = clock_.now();
  const auto before = entry.record.address;
  const std::string from = entry.source.address.to_string();
  entry.asking = false;
  if (result) {
    entry.record = on_answer(entry.record, *result, now);
    ++entry.resolving.count;
    entry.resolving.sum += now - entry.asked_at;
    if (entry.record.address != before) {
      log::info("{} is {} as seen from {}", entry.host, entry.record.address->to_string(), from);
    }
  } else {
    if (entry.record.failures == 0) {  // once, not at every retry
      log::warning("{}, asked from {}; {}", result.error().message, from,
                   usable_address(entry.record, now) ? "the last answer stays in use"
                                                     : "it is not probed until it resolves");
    }
    entry.record = on_failure(entry.record, now);
  }
  entry.answered = true;
}

Resolver& HostDirectory::resolver(const Source& source) {
  auto& resolver = resolvers_[source];
  if (!resolver) resolver = std::make_unique<Resolver>(executor_, source);
  return *resolver;
}

}  // namespace peeringd
