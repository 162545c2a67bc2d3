// Addresses of all endpoints, per source. Lookups have a cadence of their own; no probe waits for
// one.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "engine/name_entry.hpp"
#include "engine/name_outages.hpp"
#include "model/config.hpp"
#include "model/event.hpp"
#include "model/local_network.hpp"
#include "model/persistent_state.hpp"
#include "resolve/hosts_file.hpp"
#include "resolve/question_queue.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {

struct EndpointConfig;

/// Uses only addresses that can be an endpoint's: endpoint_addresses(), with the host's addresses
/// from use_network(). Publishes changes of one address at most once in ten minutes, as a name may
/// have another in each answer, and names that do not resolve as outages: NameOutages. A host that
/// has addresses of the other family only is no outage: it is not probed from the source.
///
/// All members, and everything behind them, on the executor's thread.
class NameDirectory {
 public:
  NameDirectory(boost::asio::any_io_executor executor, const Clock& clock, EventSink events = {});

  /// The entry for this endpoint and source. A new entry is looked up. An endpoint given as an
  /// address needs no lookup: its entry is not shared, and has an address only in its own family.
  /// A new entry begins with the address that is usable from `previous`, the source in whose place
  /// this one is: DNS may be down.
  std::shared_ptr<const NameEntry> entry(const EndpointConfig& endpoint, const Source& source,
                                         const std::optional<Source>& previous = {});

  /// The addresses of a previous run: new entries of their source and host begin with them, for as
  /// long as with an answer whose TTL has ended. An entry of another source of that family uses the
  /// latest of its host once its own lookup has failed, if none has begun with it. Logs how many
  /// there are. Call before entry().
  void restore(const std::vector<KnownAddress>& addresses);

  /// Replaces the host's own addresses, none of which is an endpoint's. An entry with one of them
  /// loses it and is looked up again.
  void use_network(const LocalNetwork& network);

  /// Starts lookups that are due, and drops unused entries and resolvers. Call it about once a
  /// second.
  void refresh();

  /// Drops everything, pending lookups included.
  void clear();

 private:
  using Key = std::tuple<Source, std::string>;

  void begin_like(NameEntry& entry, const Source& previous) const;
  void begin_as_before(NameEntry& entry);
  void continue_as_another_before(NameEntry& entry) const;
  bool is_usable(const NameRecord& record) const;
  void look_up(const std::shared_ptr<NameEntry>& entry);
  void note(NameEntry& entry, const Result<ResolvedAddresses>& result);
  void note_address(NameEntry& entry, const ResolvedAddresses& found);
  void note_failure(NameEntry& entry, const Error& error);
  void note_family(const NameEntry& found);
  bool has_other_family_only(const NameEntry& entry) const;
  void set_aside(NameEntry& entry);
  void hasten_failed(const Source& source);
  Resolver& resolver(const Source& source);

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  const EventSink events_;
  LocalNetwork network_;
  std::minstd_rand random_{std::random_device{}()};
  std::shared_ptr<HostsFile> hosts_file_;
  std::shared_ptr<QuestionQueue> questions_;
  std::map<Key, std::shared_ptr<NameEntry>> entries_;
  std::map<Source, std::unique_ptr<Resolver>> resolvers_;
  std::set<std::pair<std::string, Family>> families_;  // that some lookup of a host has found
  // Of a previous run, by host and source.
  std::map<std::pair<std::string, IpAddress>, NameRecord> restored_;
  NameOutages outages_;
};

}  // namespace peeringd
