#include "engine/name_directory.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/date_time.hpp"
#include "log/log.hpp"
#include "resolve/endpoint_addresses.hpp"

namespace peeringd {
namespace {

std::shared_ptr<NameEntry> fixed_entry(const EndpointConfig& endpoint, const Source& source) {
  auto entry = std::make_shared<NameEntry>();
  entry->host = endpoint.host;
  entry->source = source;
  entry->answered = true;
  entry->record.next_lookup = MonotonicTime::max();
  if (endpoint.address->is_v4() == source.address.is_v4()) {
    entry->record.address = endpoint.address;
    entry->record.usable_until = MonotonicTime::max();
  } else {
    entry->other_family = true;
  }
  return entry;
}

Family other(Family family) {
  return family == Family::ipv4 ? Family::ipv6 : Family::ipv4;
}

}  // namespace

NameDirectory::NameDirectory(boost::asio::any_io_executor executor, const Clock& clock,
                             EventSink events)
    : executor_(std::move(executor)),
      clock_(clock),
      events_(std::move(events)),
      hosts_file_(std::make_shared<HostsFile>(executor_)),
      questions_(std::make_shared<QuestionQueue>(executor_)) {}

std::shared_ptr<const NameEntry> NameDirectory::entry(const EndpointConfig& endpoint,
                                                      const Source& source,
                                                      const std::optional<Source>& previous) {
  if (endpoint.address) return fixed_entry(endpoint, source);
  auto& entry = entries_[{source, endpoint.host}];
  if (entry) return entry;
  entry = std::make_shared<NameEntry>();
  entry->host = endpoint.host;
  entry->source = source;
  entry->lookups.needed = true;
  if (previous) begin_like(*entry, *previous);
  if (!entry->record.address) begin_as_before(*entry);
  look_up(entry);
  return entry;
}

void NameDirectory::begin_like(NameEntry& entry, const Source& previous) const {
  if (entry.source.address.is_v4() != previous.address.is_v4()) return;
  const auto found = entries_.find({previous, entry.host});
  if (found == entries_.end()) return;
  const NameRecord& record = found->second->record;
  if (!usable_address(record, clock_.now())) return;
  entry.record.address = record.address;
  entry.record.answered_at = record.answered_at;
  entry.record.usable_until = record.usable_until;
  entry.answered = true;
}

void NameDirectory::restore(const std::vector<KnownAddress>& addresses) {
  if (addresses.empty()) return;
  const MonotonicTime now = clock_.now();
  const WallTime wall = clock_.wall();
  WallTime latest{};
  for (const KnownAddress& known : addresses) {
    NameRecord& record = restored_[{known.host, known.source}];
    record.address = known.address;
    record.answered_at = now - std::max(wall - known.answered_at, WallTime::duration{});
    record.usable_until = now + stale_host_time;
    latest = std::max(latest, known.answered_at);
  }
  log::info("names: uses the addresses of {} until DNS answers, at most for an hour: {}",
            date_time_text(std::chrono::floor<std::chrono::seconds>(latest)), addresses.size());
}

// Once: an entry that is made again later has expired in between.
void NameDirectory::begin_as_before(NameEntry& entry) {
  const auto found = restored_.find({entry.host, entry.source.address});
  if (found == restored_.end()) return;
  const NameRecord record = found->second;
  restored_.erase(found);
  if (!is_usable(record)) return;
  entry.record = record;
  entry.answered = true;
}

// The host may have another address than in the previous run. Only once DNS has failed: another
// source may be on another line, whose name servers give other addresses.
void NameDirectory::continue_as_another_before(NameEntry& entry) const {
  const NameRecord* latest = nullptr;
  for (auto it = restored_.lower_bound({entry.host, IpAddress{}});
       it != restored_.end() && it->first.first == entry.host; ++it) {
    const NameRecord& record = it->second;
    if (record.address->is_v4() != entry.source.address.is_v4() || !is_usable(record)) continue;
    if (!latest || record.answered_at > latest->answered_at) latest = &record;
  }
  if (!latest) return;
  entry.record.address = latest->address;
  entry.record.answered_at = latest->answered_at;
  entry.record.usable_until = latest->usable_until;
}

bool NameDirectory::is_usable(const NameRecord& record) const {
  const auto address = usable_address(record, clock_.now());
  return address && may_be_endpoint(*address, network_);
}

void NameDirectory::refresh() {
  const MonotonicTime now = clock_.now();
  std::set<Source> in_use;
  for (auto it = entries_.begin(); it != entries_.end();) {
    const auto& entry = it->second;
    const bool unused = entry.use_count() == 1 && !entry->asking;
    if (unused) outages_.forget(entry->source, entry->host);
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
  for (Event& event : outages_.events(now, clock_.wall())) publish(events_, std::move(event));
}

void NameDirectory::clear() {
  resolvers_.clear();
  entries_.clear();
  families_.clear();
}

void NameDirectory::look_up(const std::shared_ptr<NameEntry>& entry) {
  entry->asking = true;
  entry->asked_at = clock_.now();
  resolver(entry->source)
      .resolve(entry->host, family_of(entry->source.address),
               [this, entry](const Result<ResolvedAddresses>& result) { note(*entry, result); });
}

void NameDirectory::use_network(const LocalNetwork& network) {
  network_ = network;
  for (const auto& [key, entry] : entries_) {
    const auto& address = entry->record.address;
    if (address && !may_be_endpoint(*address, network_)) {
      entry->record = without_address(entry->record);
    }
  }
}

void NameDirectory::note(NameEntry& entry, const Result<ResolvedAddresses>& result) {
  entry.asking = false;
  entry.answered = true;
  const auto found = result ? endpoint_addresses(entry.host, *result, network_) : result;
  if (found) {
    note_address(entry, *found);
  } else {
    note_failure(entry, found.error());
  }
}

void NameDirectory::note_address(NameEntry& entry, const ResolvedAddresses& found) {
  const MonotonicTime now = clock_.now();
  const auto before = entry.record.address;
  if (entry.record.failures > 0) {
    outages_.on_success(entry.source, entry.host);
    hasten_failed(entry.source);
  }
  entry.record = on_answer(entry.record, found, now);
  entry.no_record = false;
  entry.other_family = false;
  note_family(entry);
  entry.lookups.last_success = now;
  entry.lookups.failing_since.reset();
  ++entry.resolving.count;
  entry.resolving.sum += now - entry.asked_at;
  const auto left_out = entry.log_limit.on_address(before, entry.record.address, now);
  if (!left_out) return;
  const std::string to = entry.record.address->to_string();
  const std::string source = entry.source.address.to_string();
  Event event{EventKind::address_changed,
              before ? EventLevel::info : EventLevel::debug,
              {},
              entry.host + " resolves to " + to + " from " + source + *left_out};
  event.fields = {{"host", entry.host}, {"to", to}, {"source", source}};
  if (before) event.fields.emplace_back("from", before->to_string());
  publish(events_, std::move(event));
}

// What is known now of the host's addresses explains why other entries have none, or that their
// name server withholds one.
void NameDirectory::note_family(const NameEntry& found) {
  if (!families_.emplace(found.host, family_of(found.source.address)).second) return;
  for (const auto& [key, entry] : entries_) {
    if (std::get<std::string>(key) != found.host || !entry->no_record) continue;
    if (has_other_family_only(*entry)) {
      set_aside(*entry);
    } else {
      entry->other_family = false;
    }
  }
}

// As far as any source has found out.
bool NameDirectory::has_other_family_only(const NameEntry& entry) const {
  const Family family = family_of(entry.source.address);
  return families_.contains({entry.host, other(family)}) &&
         !families_.contains({entry.host, family});
}

void NameDirectory::set_aside(NameEntry& entry) {
  if (entry.other_family) return;
  entry.other_family = true;
  entry.lookups.failing_since.reset();
  outages_.forget(entry.source, entry.host);
  const char* const family = entry.source.address.is_v4() ? "IPv4" : "IPv6";
  log::info("names: {} has no {} address, so it is not probed from {}", entry.host, family,
            entry.source.address.to_string());
}

void NameDirectory::note_failure(NameEntry& entry, const Error& error) {
  const MonotonicTime now = clock_.now();
  const double jitter = std::uniform_real_distribution<>{}(random_);
  entry.record = on_failure(entry.record, now, jitter);
  // A name that had an address and has lost it is an outage.
  if (!entry.record.address && is_no_record(error)) entry.no_record = true;
  if (entry.no_record && has_other_family_only(entry)) return set_aside(entry);
  if (!entry.record.address && !entry.no_record) continue_as_another_before(entry);
  ++entry.lookups.failures;
  if (!entry.lookups.failing_since) entry.lookups.failing_since = entry.asked_at;
  FailedName failed{entry.host, error.message};
  if (usable_address(entry.record, now)) failed.usable_until = entry.record.usable_until;
  outages_.on_failure(entry.source, failed, now);
}

// The name servers answer again: the others need not wait for their next attempt.
void NameDirectory::hasten_failed(const Source& source) {
  const MonotonicTime now = clock_.now();
  for (auto it = entries_.lower_bound({source, ""}); it != entries_.end(); ++it) {
    if (std::get<Source>(it->first) != source) break;
    NameRecord& record = it->second->record;
    if (record.failures > 0) record.next_lookup = std::min(record.next_lookup, now);
  }
}

Resolver& NameDirectory::resolver(const Source& source) {
  auto& resolver = resolvers_[source];
  if (!resolver) {
    ResolverOptions options;
    options.hosts = hosts_file_;
    options.queue = questions_;
    resolver = std::make_unique<Resolver>(executor_, source, std::move(options));
  }
  return *resolver;
}

}  // namespace peeringd
