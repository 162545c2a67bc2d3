// PDUs of the RPKI-to-Router protocol (RTR), versions 0 (RFC 6810) and 1 (RFC 8210), as a cache
// sends them. Pure; no length field determines the size of an allocation. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "model/vrp.hpp"

namespace peeringd {

inline constexpr std::size_t rtr_header_size = 8;

/// The longest PDU that is read. Only an Error Report and a Router Key may be longer than 32 bytes.
inline constexpr std::size_t max_rtr_pdu_size = std::size_t{64} * 1024;

/// RFC 8210 section 12. An Error Report may contain other numbers.
enum class RtrErrorCode : std::uint16_t {
  corrupt_data = 0,
  internal_error = 1,
  no_data_available = 2,
  invalid_request = 3,
  unsupported_version = 4,
  unsupported_type = 5,
  withdrawal_of_unknown = 6,
  duplicate_announcement = 7,
  unexpected_version = 8,
};

/// How long data may be used (RFC 8210 section 6), with its defaults.
struct RtrTimers {
  Duration refresh = std::chrono::seconds{3600};  ///< 1 s … 24 h: until the next Serial Query
  Duration retry = std::chrono::seconds{600};     ///< 1 s … 2 h: after a failed query
  Duration expire = std::chrono::seconds{7200};   ///< 10 min … 48 h, not less than the other two

  friend bool operator==(const RtrTimers&, const RtrTimers&) = default;
};

struct RtrSerialNotify {
  std::uint16_t session_id = 0;
  std::uint32_t serial = 0;
};

struct RtrCacheResponse {
  std::uint16_t session_id = 0;
};

struct RtrPrefix {
  bool announced = false;  ///< false: withdrawn
  Vrp vrp;
};

struct RtrEndOfData {
  std::uint16_t session_id = 0;
  std::uint32_t serial = 0;
  std::optional<RtrTimers> timers;  ///< in version 1; values out of range are clamped
};

struct RtrCacheReset {};

struct RtrErrorReport {
  std::uint16_t code = 0;
  std::string text;  ///< at most 200 bytes, as received
};

/// A Router Key (version 1), which concerns BGPsec.
struct RtrRouterKey {};

struct RtrPdu {
  std::uint8_t version = 0;  ///< 0 or 1
  std::size_t size = 0;      ///< in bytes, header included
  std::variant<RtrSerialNotify, RtrCacheResponse, RtrPrefix, RtrEndOfData, RtrCacheReset,
               RtrErrorReport, RtrRouterKey>
      body;
};

/// A PDU that no cache may send. The connection cannot be used after it.
struct RtrPduError {
  RtrErrorCode code{};    ///< to report to the cache
  std::string_view what;  ///< such as "End of Data of 8 bytes"
};

/// More bytes are needed.
struct RtrIncomplete {};

/// Reads the first PDU of `bytes`.
std::variant<RtrIncomplete, RtrPdu, RtrPduError> read_rtr_pdu(std::span<const std::uint8_t> bytes);

}  // namespace peeringd
