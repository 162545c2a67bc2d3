// The addresses of all endpoints as each source sees them, looked up on their own cadence and never
// in the way of a probe.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "base/clock.hpp"
#include "config/config.hpp"
#include "resolve/host_record.hpp"
#include "resolve/resolver.hpp"
#include "sample/findings.hpp"

namespace peeringd {

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
};

/// All members, and everything behind them, on the executor's thread.
class HostDirectory {
 public:
  HostDirectory(boost::asio::any_io_executor executor, const Clock& clock);

  /// The entry for this endpoint and source, being looked up when it is new. An endpoint that is
  /// given as an address needs no look-up: its entry is the caller's alone, and has an address only
  /// in its own family.
  std::shared_ptr<const HostEntry> entry(const EndpointConfig& endpoint, const Source& source);

  /// Starts the look-ups that are due, and forgets entries and resolvers that nobody uses. Call it
  /// about every second.
  void refresh();

  /// Drops everything, look-ups under way included.
  void clear();

 private:
  using Key = std::tuple<Source, std::string>;

  void look_up(const std::shared_ptr<HostEntry>& entry);
  void note(HostEntry& entry, const Result<ResolvedAddresses>& result);
  Resolver& resolver(const Source& source);

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  std::map<Key, std::shared_ptr<HostEntry>> entries_;
  std::map<Source, std::unique_ptr<Resolver>> resolvers_;
};

}  // namespace peeringd
