// The messages of the BGP Monitoring Protocol, version 3 (RFC 7854, 8671, 9069): their frames and
// what is in them. The BGP messages in them are read by open_message and update_message. Pure; no
// length field determines the size of an allocation. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/byte_reader.hpp"
#include "base/result.hpp"
#include "model/route.hpp"

namespace peeringd {

/// The longest message that is accepted: enough for three BGP messages of 65,535 bytes (RFC 8654).
/// A Peer Up message contains two BGP messages, a Route Monitoring message one.
inline constexpr std::size_t longest_bmp_message = 256 * 1024;

enum class BmpType : std::uint8_t {
  route_monitoring = 0,
  statistics_report = 1,
  peer_down = 2,
  peer_up = 3,
  initiation = 4,
  termination = 5,
  route_mirroring = 6,
};

struct BmpFrame {
  BmpType type{};  ///< may be an unknown value
  std::span<const std::uint8_t> body;
  std::size_t size = 0;  ///< of the whole message
};

/// Reads the message at the beginning of `bytes` (RFC 7854 section 4.1). None: it is incomplete. An
/// error: another version, or a length that is impossible or above the limit; the connection cannot
/// be read any further.
Result<std::optional<BmpFrame>> next_bmp_frame(std::span<const std::uint8_t> bytes);

/// The per-peer header (RFC 7854 section 4.2). Its timestamps are not read: gobgpd and FRR fill
/// them with times unrelated to the change.
struct BmpPeer {
  bool loc_rib = false;             ///< peer type 3: the router's own table (RFC 9069)
  bool post_policy = false;         ///< flag L
  bool two_byte_as = false;         ///< flag A
  bool out = false;                 ///< flag O: Adj-RIB-Out (RFC 8671)
  std::uint64_t distinguisher = 0;  ///< of a VRF; 0: the global table
  IpAddress address{};              ///< unspecified for loc_rib
  AsNumber as = 0;
};

/// Reads the header of Route Monitoring, Peer Up and Peer Down. Nothing if it is too short or the
/// type of the peer is not known.
std::optional<BmpPeer> read_bmp_peer(ByteReader& reader);

/// The two BGP OPEN messages of a Peer Up, each with its header (RFC 7854 section 4.10).
struct BmpPeerUp {
  std::span<const std::uint8_t> sent;
  std::span<const std::uint8_t> received;
};

/// Reads a Peer Up after its per-peer header.
std::optional<BmpPeerUp> read_peer_up(ByteReader reader);

/// Reads the reason of a Peer Down after its per-peer header (RFC 7854 section 4.9).
std::optional<std::uint8_t> read_peer_down_reason(ByteReader reader);

/// Reads sysName from an Initiation; empty if it has none (RFC 7854 section 4.3). At most 255
/// characters of it; the caller makes it printable.
std::string read_system_name(ByteReader reader);

}  // namespace peeringd
