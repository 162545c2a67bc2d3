// The router's side of the RPKI-to-Router protocol (RFC 6810, RFC 8210): what to send to a cache,
// and which VRPs are valid now. Pure: the caller connects, transfers the bytes, and passes the
// time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "model/prefix_set.hpp"
#include "rpki/rtr_pdu.hpp"
#include "rpki/vrp_data.hpp"

namespace peeringd {

/// A cache must begin its answer within the first of these, and complete it within the second.
inline constexpr Duration rtr_answer_timeout = std::chrono::seconds{30};
inline constexpr Duration rtr_data_timeout = std::chrono::minutes{5};

/// All data is requested with each connection, and again after this time: session ids can repeat
/// after a restart of a cache behind a proxy, and changes would then be applied to other data.
inline constexpr Duration rtr_full_interval = std::chrono::hours{24};

/// A Serial Notify leads to a query at most once in this time.
inline constexpr Duration rtr_shortest_query_interval = std::chrono::seconds{1};

/// What to do after an input. Send, then close.
struct RtrStep {
  std::vector<std::uint8_t> send{};
  bool close = false;
  bool changed = false;   ///< vrps() changed
  std::string problem{};  ///< why the connection must be closed, as a phrase
};

/// The data stays valid until it expires (RFC 8210 section 6), whatever happens to the
/// connection: a restarted cache, another session, or another cache replaces the data when its
/// answer is complete.
///
/// Version 1 is tried first. If a cache answers in version 0, refuses version 1, or closes without
/// an answer, version 0 is used.
class RtrSession {
 public:
  /// Keeps VRPs that overlap `monitored`.
  explicit RtrSession(PrefixSet monitored) : monitored_(std::move(monitored)) {}

  /// A connection to the cache `name` is established.
  RtrStep on_connected(const std::string& name, MonotonicTime now);

  /// `pdu` has arrived.
  RtrStep on_pdu(const RtrPdu& pdu, MonotonicTime now);

  /// What has arrived is not a PDU.
  RtrStep on_pdu_error(const RtrPduError& error);

  /// The connection has ended. True if the same cache should be tried at once, in version 0.
  bool on_closed();

  /// Call it at least once a second, connected or not.
  RtrStep on_time(MonotonicTime now);

  /// Replaces the prefixes, and asks for their VRPs. Until the cache has sent them, vrps() has no
  /// value if a prefix is new (lies in none of the previous ones), and is otherwise unchanged.
  RtrStep monitor(PrefixSet monitored, MonotonicTime now);

  /// Sorted; without a value while no data is valid.
  const std::optional<std::vector<Vrp>>& vrps() const { return vrps_; }

  /// Only with vrps().
  MonotonicTime expires_at() const { return expires_at_; }

  /// True from the first End of Data of a connection to its end.
  bool synchronised() const { return synchronised_; }

  /// The retry interval of the cache (RFC 8210 section 6).
  Duration retry() const { return timers_.retry; }

 private:
  /// A query without its End of Data yet.
  struct Query {
    VrpAnswer answer;
    MonotonicTime deadline;
    bool responding = false;  ///< Cache Response has arrived
  };
  struct CacheState {
    std::uint16_t session_id = 0;
    std::uint32_t serial = 0;
  };

  RtrStep query_all(MonotonicTime now);
  RtrStep query_changes(MonotonicTime now);
  RtrStep fail(RtrErrorCode code, std::string_view what);
  std::optional<RtrStep> check_version(const RtrPdu& pdu);
  RtrStep on(const RtrSerialNotify& notify, MonotonicTime now);
  RtrStep on(const RtrCacheResponse& response, MonotonicTime now);
  RtrStep on(const RtrPrefix& prefix, MonotonicTime now);
  RtrStep on(const RtrEndOfData& end, MonotonicTime now);
  RtrStep on(const RtrCacheReset& reset, MonotonicTime now);
  RtrStep on(const RtrErrorReport& report, MonotonicTime now);
  RtrStep on(const RtrRouterKey& key, MonotonicTime now);

  PrefixSet monitored_;
  std::optional<std::vector<Vrp>> vrps_;
  MonotonicTime expires_at_{};
  RtrTimers timers_;
  MonotonicTime complete_at_{};  // the last complete answer
  // The connection.
  std::string cache_;
  std::optional<CacheState> state_;  // none: the next query is a Reset Query
  bool connected_ = false;
  bool synchronised_ = false;
  bool pdu_received_ = false;  // a PDU of this connection
  std::uint8_t version_ = 1;
  bool refused_version_1_ = false;
  std::optional<Query> query_;
  MonotonicTime queried_at_{};
  MonotonicTime next_query_{};               // if no query is open
  std::optional<RtrSerialNotify> notified_;  // while a query was open
};

}  // namespace peeringd
