#include "bgp/bmp_session.hpp"

#include <algorithm>
#include <utility>

#include "bgp/bgp_message.hpp"
#include "bgp/open_message.hpp"

namespace peeringd {
namespace {

/// A router with more peers than that is broken or hostile.
constexpr std::size_t max_peers = 16384;
constexpr std::uint8_t last_reason_of_a_real_loss = 4;  // RFC 7854 section 4.9

/// FRR before 10.7 puts the router's own AS in front of the paths that it received. True if it did.
bool strip_own_as(BgpRoute& route, AsNumber local_as) {
  auto& sequence = route.path.sequence;
  const auto foreign = std::find_if(sequence.begin(), sequence.end(),
                                    [local_as](AsNumber as) { return as != local_as; });
  if (foreign == sequence.begin() || foreign == sequence.end()) return false;
  sequence.erase(sequence.begin(), foreign);
  return true;
}

bool contains(const AsPath& path, AsNumber as) {
  return std::find(path.sequence.begin(), path.sequence.end(), as) != path.sequence.end() ||
         std::find(path.set.begin(), path.set.end(), as) != path.set.end();
}

/// A route as the partner sent it. FRR reports a route with the router's own AS in its path as
/// withdrawn when it arrives, and as announced in the next table. Before policy, both are
/// withdrawals: the router does not use the route, unless it has `allowas-in`.
void undo_frr(UpdateRoute& route, AsNumber local_as, bool post_policy) {
  auto* const known = std::get_if<BgpRoute>(&route.what);
  if (known == nullptr || !strip_own_as(*known, local_as)) return;
  if (!post_policy && contains(known->path, local_as)) {
    route.what = RouteWithdrawal{.looped = true};
  }
}

}  // namespace

BmpSession::BmpSession(std::string router, RouteView view,
                       std::shared_ptr<const PrefixFilter> filter)
    : router_(std::move(router)), view_(view), filter_(std::move(filter)) {}

void BmpSession::read(const BmpFrame& frame, std::vector<BmpReport>& out) {
  ++counts_.messages;
  const ByteReader body(frame.body);
  switch (frame.type) {
    case BmpType::route_monitoring:
      return read_route_monitoring(body, out);
    case BmpType::peer_up:
      return read_peer_up_message(body, out);
    case BmpType::peer_down:
      return read_peer_down(body, out);
    case BmpType::initiation:
      system_name_ = read_system_name(body);
      return;
    case BmpType::statistics_report:
    case BmpType::termination:
    case BmpType::route_mirroring:
      break;
  }
}

Vantage BmpSession::vantage_of(const BmpPeer& header) const {
  if (header.loc_rib) return {RouteSource::bmp, router_, {}, RouteView::local};
  return {RouteSource::bmp, router_, header.address, header.out ? RouteView::out : view_};
}

/// Whether the table that the header names is one that counts. Peers without an address are the
/// router's own routes, which gobgpd and FRR report beside the Loc-RIB.
bool BmpSession::is_wanted(const BmpPeer& header) const {
  if (header.loc_rib) return true;
  if (header.address.is_unspecified()) return false;
  return header.out || header.post_policy == (view_ == RouteView::post_policy);
}

/// Up and Down concern both directions of a session, whatever flag O says (RFC 8671 section 6).
void BmpSession::report_session(const BmpPeer& header, SessionChange::What what,
                                std::vector<BmpReport>& out) const {
  BmpPeer direction = header;
  for (const bool sent : {false, true}) {
    direction.out = sent;
    out.emplace_back(SessionChange{vantage_of(direction), header.as, what});
    if (header.loc_rib) return;
  }
}

/// The peer of the header. One that never came up is added: gobgpd before 4.2 sends no Peer Up for
/// the Loc-RIB. Null if the address belongs to a peer of another VRF already.
BmpSession::Peer* BmpSession::find_or_add(const BmpPeer& header, std::vector<BmpReport>& out) {
  const auto found = peers_.find({header.loc_rib, header.address});
  if (found != peers_.end()) {
    return found->second.distinguisher == header.distinguisher ? &found->second : nullptr;
  }
  if (peers_.size() == max_peers) return nullptr;
  Peer& peer = peers_[{header.loc_rib, header.address}];
  peer.distinguisher = header.distinguisher;
  report_session(header, SessionChange::What::up, out);
  return &peer;
}

void BmpSession::read_route_monitoring(ByteReader reader, std::vector<BmpReport>& out) {
  const auto header = read_bmp_peer(reader);
  if (!header) {
    ++counts_.malformed;
    return;
  }
  const Peer* const peer = is_wanted(*header) ? find_or_add(*header, out) : nullptr;
  if (peer == nullptr) {
    ++counts_.ignored;
    return;
  }
  do {
    read_update_of(*header, *peer, take_bgp_message(reader), out);
  } while (!reader.empty());
}

void BmpSession::read_update_of(const BmpPeer& header, const Peer& peer,
                                std::span<const std::uint8_t> message,
                                std::vector<BmpReport>& out) {
  UpdateOptions options;
  options.attributes.two_byte_as = header.two_byte_as;
  options.path_ids = peer.path_ids[header.out ? 1 : 0];
  // gobgpd sends its own routes without AS_PATH.
  options.attributes.as_path_optional = header.loc_rib;
  options.attributes.peer_as = header.out ? peer.local_as : header.as;
  UpdateReading reading = read_update(message, options, *filter_);
  counts_.prefixes += reading.prefixes;
  if (reading.malformed) ++counts_.malformed;

  const Vantage at = vantage_of(header);
  if (reading.prefixes != 0) active_.insert({at, reading.family});
  const bool from_partner = !header.out && !header.loc_rib && header.as != peer.local_as;
  for (UpdateRoute& route : reading.routes) {
    if (from_partner) undo_frr(route, peer.local_as, header.post_policy);
    out.emplace_back(RouteObservation{at, header.as, std::move(route.network), route.path_id,
                                      std::move(route.what)});
  }
  const auto report = [&](SessionChange::What what, Family family) {
    out.emplace_back(SessionChange{at, header.as, what, family});
  };
  for (const Family family : {Family::ipv4, Family::ipv6}) {
    const auto index = static_cast<std::size_t>(family);
    if (reading.unread_prefixes[index]) report(SessionChange::What::incomplete, family);
    if (reading.end_of_rib != family) continue;
    // gobgpd 3.10 dumps without the path ids that it negotiated, so such a dump proves nothing
    // about what it does not contain.
    if (options.path_ids[index]) report(SessionChange::What::incomplete, family);
    report(SessionChange::What::synchronised, family);
  }
}

void BmpSession::report_activity(std::vector<BmpReport>& out) {
  for (const auto& [at, family] : active_) {
    out.emplace_back(SessionChange{at, 0, SessionChange::What::receiving, family});
  }
  active_.clear();
}

void BmpSession::read_peer_up_message(ByteReader reader, std::vector<BmpReport>& out) {
  const auto header = read_bmp_peer(reader);
  const auto opens = header ? read_peer_up(reader) : std::nullopt;
  if (!opens) ++counts_.malformed;
  if (!header) return;
  const bool is_new = !peers_.contains({header->loc_rib, header->address});
  Peer* const peer = find_or_add(*header, out);
  if (peer == nullptr) {
    ++counts_.ignored;
    return;
  }
  if (!is_new) report_session(*header, SessionChange::What::up, out);
  peer->local_as = 0;
  peer->path_ids = {};
  const auto sent = opens ? read_open(opens->sent) : std::nullopt;
  const auto received = opens ? read_open(opens->received) : std::nullopt;
  if (sent) peer->local_as = sent->as;
  if (sent && received) {
    peer->path_ids = {path_ids_used(*received, *sent), path_ids_used(*sent, *received)};
  }
}

void BmpSession::read_peer_down(ByteReader reader, std::vector<BmpReport>& out) {
  const auto header = read_bmp_peer(reader);
  const auto reason = header ? read_peer_down_reason(reader) : std::nullopt;
  if (!reason) {
    ++counts_.malformed;
    return;
  }
  const auto found = peers_.find({header->loc_rib, header->address});
  if (found == peers_.end() || found->second.distinguisher != header->distinguisher) {
    ++counts_.ignored;  // FRR reports peers that were never up
    return;
  }
  peers_.erase(found);
  const bool is_loss = *reason >= 1 && *reason <= last_reason_of_a_real_loss && !header->loc_rib;
  report_session(*header, is_loss ? SessionChange::What::down : SessionChange::What::lost, out);
}

}  // namespace peeringd
