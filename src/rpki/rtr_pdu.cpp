#include "rpki/rtr_pdu.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/byte_reader.hpp"

namespace peeringd {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Read = std::variant<RtrIncomplete, RtrPdu, RtrPduError>;

enum class PduType : std::uint8_t {
  serial_notify = 0,
  serial_query = 1,
  reset_query = 2,
  cache_response = 3,
  ipv4_prefix = 4,
  ipv6_prefix = 6,
  end_of_data = 7,
  cache_reset = 8,
  router_key = 9,
  error_report = 10,
};

template <std::size_t Size>
std::array<unsigned char, Size> read_address(ByteReader& reader) {
  std::array<unsigned char, Size> address{};
  const Bytes bytes = reader.take(Size);
  std::copy(bytes.begin(), bytes.end(), address.begin());
  return address;
}

Duration seconds_between(std::uint32_t value, std::uint32_t least, std::uint32_t most) {
  return std::chrono::seconds{std::clamp(value, least, most)};
}

Read pdu_error(RtrErrorCode code, std::string_view what) {
  return RtrPduError{code, what};
}

/// A PDU whose size is known to be there.
struct WholePdu {
  std::uint8_t version;
  std::uint16_t field;  // a session id or an error code
  std::size_t size;
  ByteReader rest;  // without the header
};

// `pdu.rest` must have been read exactly.
template <typename Body>
Read whole(const WholePdu& pdu, Body body) {
  if (!pdu.rest.ok() || !pdu.rest.empty()) {
    return pdu_error(RtrErrorCode::corrupt_data, "a PDU of the wrong size");
  }
  return RtrPdu{pdu.version, pdu.size, std::move(body)};
}

// Sections 5.6 and 5.7: flags, prefix length, maximum length, zero, address, AS.
Read read_prefix(WholePdu pdu, Family family) {
  const int bits = family == Family::ipv4 ? 32 : 128;
  const bool announced = (pdu.rest.u8() & 1) != 0;
  const int length = pdu.rest.u8();
  const int max_length = pdu.rest.u8();
  pdu.rest.skip(1);
  IpAddress address;
  if (family == Family::ipv4) {
    address = boost::asio::ip::make_address_v4(read_address<4>(pdu.rest));
  } else {
    address = boost::asio::ip::make_address_v6(read_address<16>(pdu.rest));
  }
  const AsNumber origin = pdu.rest.u32();
  if (length > bits || max_length > bits || max_length < length) {
    return pdu_error(RtrErrorCode::corrupt_data, "a prefix with an impossible length");
  }
  return whole(pdu, RtrPrefix{announced, Vrp{IpPrefix(address, length), max_length, origin}});
}

// Section 5.8. Version 0 has no timers.
Read read_end_of_data(WholePdu pdu) {
  constexpr std::uint32_t hour = 3600;
  RtrEndOfData end{pdu.field, pdu.rest.u32(), std::nullopt};
  if (pdu.version > 0) {
    RtrTimers timers;
    timers.refresh = seconds_between(pdu.rest.u32(), 1, 24 * hour);
    timers.retry = seconds_between(pdu.rest.u32(), 1, 2 * hour);
    timers.expire = seconds_between(pdu.rest.u32(), 600, 48 * hour);
    timers.expire = std::max({timers.expire, timers.refresh, timers.retry});
    end.timers = timers;
  }
  return whole(pdu, end);
}

// Section 5.11: the erroneous PDU and the text, each after its length.
Read read_error_report(WholePdu pdu) {
  constexpr std::size_t max_text = 200;
  pdu.rest.skip(pdu.rest.u32());
  const Bytes text = pdu.rest.take(pdu.rest.u32());
  const Bytes shown = text.first(std::min(text.size(), max_text));
  return whole(pdu, RtrErrorReport{pdu.field, std::string(shown.begin(), shown.end())});
}

Read read_body(WholePdu pdu, PduType type) {
  switch (type) {
    case PduType::serial_notify: {
      const RtrSerialNotify notify{pdu.field, pdu.rest.u32()};
      return whole(pdu, notify);
    }
    case PduType::cache_response:
      return whole(pdu, RtrCacheResponse{pdu.field});
    case PduType::ipv4_prefix:
      return read_prefix(pdu, Family::ipv4);
    case PduType::ipv6_prefix:
      return read_prefix(pdu, Family::ipv6);
    case PduType::end_of_data:
      return read_end_of_data(pdu);
    case PduType::cache_reset:
      return whole(pdu, RtrCacheReset{});
    case PduType::error_report:
      return read_error_report(pdu);
    case PduType::router_key:
      if (pdu.version > 0) return RtrPdu{pdu.version, pdu.size, RtrRouterKey{}};
      break;
    case PduType::serial_query:
    case PduType::reset_query:
      return pdu_error(RtrErrorCode::invalid_request, "a query, which only a router sends");
  }
  return pdu_error(RtrErrorCode::unsupported_type, "a PDU of an unknown type");
}

}  // namespace

std::variant<RtrIncomplete, RtrPdu, RtrPduError> read_rtr_pdu(std::span<const std::uint8_t> bytes) {
  ByteReader reader(bytes);
  const std::uint8_t version = reader.u8();
  const auto type = static_cast<PduType>(reader.u8());
  const std::uint16_t field = reader.u16();
  const std::uint32_t size = reader.u32();
  if (!reader.ok()) return RtrIncomplete{};
  if (version > 1) return pdu_error(RtrErrorCode::unsupported_version, "an unknown version");
  if (size < rtr_header_size) {
    return pdu_error(RtrErrorCode::corrupt_data, "a PDU shorter than its header");
  }
  if (size > max_rtr_pdu_size) return pdu_error(RtrErrorCode::corrupt_data, "a PDU above 64 KiB");
  if (bytes.size() < size) return RtrIncomplete{};
  const Bytes rest = bytes.subspan(rtr_header_size, size - rtr_header_size);
  return read_body(WholePdu{version, field, size, ByteReader(rest)}, type);
}

}  // namespace peeringd
