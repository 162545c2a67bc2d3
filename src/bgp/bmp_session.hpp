// Reads the messages of one BMP connection: remembers the peers and their capabilities, and reports
// routes and changes of sessions as values. It tolerates known deviations of gobgpd and FRR from
// the RFC: each is counted and raises no report. Pure. One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "bgp/bmp_message.hpp"
#include "bgp/prefix_filter.hpp"
#include "bgp/update_message.hpp"

namespace peeringd {

using BmpReport = std::variant<RouteObservation, SessionChange>;

struct BmpCounts {
  std::uint64_t messages = 0;
  std::uint64_t prefixes = 0;   ///< announced or withdrawn, configured or not
  std::uint64_t malformed = 0;  ///< messages that could not be read completely
  std::uint64_t ignored = 0;    ///< Peer Downs without Peer Up, tables of no interest, second VRFs
};

class BmpSession {
 public:
  /// `view` is the view of received routes to read: pre_policy or post_policy. The other one is
  /// ignored, because routers are not consistent between the two.
  BmpSession(std::string router, RouteView view, std::shared_ptr<const PrefixFilter> filter);

  /// Reads one message and appends what it reports to `out`. Routes only if the filter contains
  /// their prefix.
  void read(const BmpFrame& frame, std::vector<BmpReport>& out);

  /// Appends SessionChange::What::receiving for each table that received routes since the last
  /// call.
  void report_activity(std::vector<BmpReport>& out);

  const BmpCounts& counts() const { return counts_; }

  /// sysName of the Initiation as the router sent it; empty until then.
  const std::string& system_name() const { return system_name_; }

 private:
  struct Peer {
    std::uint64_t distinguisher = 0;
    AsNumber local_as = 0;                          ///< of the router; 0: not known
    std::array<std::array<bool, 2>, 2> path_ids{};  ///< by received or sent, by Family
  };
  /// loc_rib, address.
  using PeerKey = std::pair<bool, IpAddress>;

  void read_route_monitoring(ByteReader reader, std::vector<BmpReport>& out);
  void read_update_of(const BmpPeer& header, const Peer& peer,
                      std::span<const std::uint8_t> message, std::vector<BmpReport>& out);
  void read_peer_up_message(ByteReader reader, std::vector<BmpReport>& out);
  void read_peer_down(ByteReader reader, std::vector<BmpReport>& out);
  Peer* find_or_add(const BmpPeer& header, std::vector<BmpReport>& out);
  bool is_wanted(const BmpPeer& header) const;
  Vantage vantage_of(const BmpPeer& header) const;
  void report_session(const BmpPeer& header, SessionChange::What what,
                      std::vector<BmpReport>& out) const;

  std::string router_;
  RouteView view_;
  std::shared_ptr<const PrefixFilter> filter_;
  std::map<PeerKey, Peer> peers_;
  std::set<std::pair<Vantage, Family>> active_;  ///< tables since the last report of activity
  BmpCounts counts_;
  std::string system_name_;
};

}  // namespace peeringd
