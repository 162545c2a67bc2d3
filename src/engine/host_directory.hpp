// The addresses of all endpoints as each source sees them, looked up on their own cadence and never
// in the way of a probe.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <tuple>

#include "base/clock.hpp"
#include "engine/host_news.hpp"
#include "model/findings.hpp"
#include "model/local_network.hpp"
#include "resolve/host_record.hpp"
#include "resolve/hosts_file.hpp"
#include "resolve/question_queue.hpp"
#include "resolve/resolver.hpp"

namespace peeringd {

struct EndpointConfig;

/// One host as one source sees it.
struct HostEntry {
  std::string host;
  Source source;
  HostRecord record;
  PhaseTotal resolving;      ///< all look-ups that were answered
  bool asking = false;       ///< a look-up is under way, …
  MonotonicTime asked_at{};  ///< … since then
  bool answered =
      false;  ///< a look-up has ended, well or not: from then on, no address is an error
  HostNews news;
};

/// Only what may be an endpoint is taken from a look-up: endpoint_addresses(), with the addresses
/// of use_network(). The log tells of changes of one entry at most once in ten minutes, as the
/// address of a name may be another one in each answer.
///
/// All members, and everything behind them, on the executor's thread.
class HostDirectory {
 public:
  HostDirectory(boost::asio::any_io_executor executor, const Clock& clock);

  /// The entry for this endpoint and source, being looked up when it is new. An endpoint that is
  /// given as an address needs no look-up: its entry is the caller's alone, and has an address only
  /// in its own family.
  std::shared_ptr<const HostEntry> entry(const EndpointConfig& endpoint, const Source& source);

  /// The host's addresses from now on, of which none is an endpoint's. An entry that has one of
  /// them loses it, and is looked up anew.
  void use_network(const LocalNetwork& network);

  /// Starts the look-ups that are due, and forgets entries and resolvers that nobody uses. Call it
  /// about every second.
  void refresh();

  /// Drops everything, look-ups under way included.
  void clear();

 private:
  using Key = std::tuple<Source, std::string>;

  void look_up(const std::shared_ptr<HostEntry>& entry);
  void note(HostEntry& entry, const Result<ResolvedAddresses>& result);
  void note_address(HostEntry& entry, const ResolvedAddresses& found);
  void note_failure(HostEntry& entry, const Error& error);
  Resolver& resolver(const Source& source);

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  LocalNetwork network_;
  std::minstd_rand random_{std::random_device{}()};
  std::shared_ptr<HostsFile> hosts_file_;
  std::shared_ptr<QuestionQueue> questions_;
  std::map<Key, std::shared_ptr<HostEntry>> entries_;
  std::map<Source, std::unique_ptr<Resolver>> resolvers_;
};

}  // namespace peeringd
