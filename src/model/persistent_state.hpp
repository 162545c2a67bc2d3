// What must survive a restart of the daemon: which prefixes are not up, which maintenance was
// announced, the addresses of names, as DNS may not answer then, and which prefixes had a source,
// as it may not return. assessment/ produces and restores it; daemon/ keeps it in files.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"
#include "model/reachability.hpp"

namespace peeringd {

/// A prefix that is down or without a source.
struct LastingOutage {
  std::string connection;
  std::string prefix;  ///< as configured
  Reach reach = Reach::down;
  WallTime since{};
  std::string problem{};  ///< why there is no source; one line

  friend bool operator==(const LastingOutage&, const LastingOutage&) = default;
};

/// The address that a name had when it was last resolved from a source.
struct KnownAddress {
  std::string host;
  IpAddress source;
  IpAddress address;
  WallTime answered_at{};

  friend bool operator==(const KnownAddress&, const KnownAddress&) = default;
};

/// A prefix that this host had a source for.
struct KnownSource {
  std::string connection;
  std::string prefix;  ///< as configured
  WallTime had_at{};   ///< when it was last seen

  friend bool operator==(const KnownSource&, const KnownSource&) = default;
};

/// What is known of the lines of this host.
struct KnownLines {
  std::vector<KnownAddress> addresses;  ///< each source and host once
  std::vector<KnownSource> sources;     ///< each prefix once

  friend bool operator==(const KnownLines&, const KnownLines&) = default;
};

struct PersistentState {
  std::vector<LastingOutage> outages;  ///< in the order of Snapshot::prefixes
  /// The ends of the announced maintenance, by connection.
  std::map<std::string, WallTime, std::less<>> maintenance;
  KnownLines lines{};

  friend bool operator==(const PersistentState&, const PersistentState&) = default;
};

}  // namespace peeringd
