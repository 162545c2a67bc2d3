// Compares the routes of a prefix with its rules: which anomalies there are, and which are not
// known. Pure.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "routes/route_plan.hpp"
#include "routes/route_table.hpp"

namespace peeringd {

inline constexpr std::size_t anomaly_count = 7;

/// Which routes show an anomaly.
struct AnomalyEvidence {
  const RouteEntry* entry = nullptr;  ///< the first route that shows it; null for visibility
  Vantage at;
  AsNumber peer_as = 0;
  RpkiState rpki = RpkiState::unknown;
  bool awaits_rpki = false;  ///< the first VRPs may be on their way
  std::size_t bmp_witnesses = 0;
  std::set<AsNumber> ris_witnesses{};  ///< different AS of RIS peers
};

struct FoundAnomalies {
  std::map<AnomalyKey, AnomalyEvidence> bad;
  std::set<AnomalyKey> doubtful;       ///< shown by routes that are not confirmed since a reconnect
  std::vector<IpPrefix> unread;        ///< with an unreadable route
  bool ris_is_known = false;           ///< enough RIS peers have reported the prefix
  std::vector<IpPrefix> ris_unread{};  ///< as `unread`, by RIS peer
  bool misses_more_specifics = false;  ///< some were not kept
  /// By AnomalyKind: whether a source is known that would show it, so that its absence means
  /// something.
  std::array<bool, anomaly_count> known{};

  /// True if it is unknown whether this anomaly is over.
  bool in_doubt(const AnomalyKey& key) const {
    if (key.anomaly == AnomalyKind::more_specific && misses_more_specifics) return true;
    return doubtful.contains(key) ||
           std::find(unread.begin(), unread.end(), key.network) != unread.end();
  }
};

FoundAnomalies find_anomalies(const RouteTable& table, const PrefixState& state,
                              const MonitoredPrefix& monitored, const RoutePlan& plan,
                              MonotonicTime now);

RouteVisibility visibility_of(const PrefixState& state, const IpPrefix& prefix);

/// Visibility is not evaluated with fewer known peers.
inline constexpr std::size_t min_peers_for_visibility = 20;

}  // namespace peeringd
