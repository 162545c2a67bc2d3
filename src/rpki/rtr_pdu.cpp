#include "rpki/rtr_pdu.hpp"

#include <algorithm>
#include <array>

namespace peeringd {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Read = std::variant<RtrIncomplete, RtrPdu, RtrFault>;

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

// The caller has checked the size: at + 2 or at + 4 bytes are there.
std::uint16_t u16_at(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]);
}

std::uint32_t u32_at(Bytes bytes, std::size_t at) {
  return std::uint32_t{u16_at(bytes, at)} << 16 | u16_at(bytes, at + 2);
}

template <std::size_t Size>
std::array<unsigned char, Size> address_at(Bytes pdu, std::size_t at) {
  std::array<unsigned char, Size> address{};
  std::copy_n(pdu.begin() + static_cast<std::ptrdiff_t>(at), Size, address.begin());
  return address;
}

Duration seconds_between(std::uint32_t value, std::uint32_t least, std::uint32_t most) {
  return std::chrono::seconds{std::clamp(value, least, most)};
}

Read fault(RtrErrorCode code, std::string_view what) {
  return RtrFault{code, what};
}

// Sections 5.6 and 5.7: flags, prefix length, maximum length, zero, address, AS.
Read read_prefix(Bytes pdu, std::uint8_t version, Family family) {
  constexpr std::size_t address_offset = 12;
  const int bits = family == Family::ipv4 ? 32 : 128;
  if (pdu.size() != address_offset + static_cast<std::size_t>(bits) / 8 + 4) {
    return fault(RtrErrorCode::corrupt_data, "a prefix of the wrong size");
  }
  const int length = pdu[9];
  const int max_length = pdu[10];
  if (length > bits || max_length > bits || max_length < length) {
    return fault(RtrErrorCode::corrupt_data, "a prefix with an impossible length");
  }
  IpAddress address;
  if (family == Family::ipv4) {
    address = boost::asio::ip::make_address_v4(address_at<4>(pdu, address_offset));
  } else {
    address = boost::asio::ip::make_address_v6(address_at<16>(pdu, address_offset));
  }
  const Vrp vrp{IpPrefix(address, length), max_length, u32_at(pdu, pdu.size() - 4)};
  return RtrPdu{version, pdu.size(), RtrPrefix{(pdu[8] & 1) != 0, vrp}};
}

// Section 5.8. Version 0 has no timers.
Read read_end_of_data(Bytes pdu, std::uint8_t version) {
  constexpr std::uint32_t hour = 3600;
  if (pdu.size() != (version == 0 ? 12u : 24u)) {
    return fault(RtrErrorCode::corrupt_data, "an End of Data of the wrong size");
  }
  RtrEndOfData end{u16_at(pdu, 2), u32_at(pdu, 8), std::nullopt};
  if (version > 0) {
    RtrTimers timers{seconds_between(u32_at(pdu, 12), 1, 24 * hour),
                     seconds_between(u32_at(pdu, 16), 1, 2 * hour),
                     seconds_between(u32_at(pdu, 20), 600, 48 * hour)};
    timers.expire = std::max({timers.expire, timers.refresh, timers.retry});
    end.timers = timers;
  }
  return RtrPdu{version, pdu.size(), end};
}

// Section 5.11: the erroneous PDU and the text, each after its length.
Read read_error_report(Bytes pdu, std::uint8_t version) {
  constexpr std::size_t most_text = 200;
  const auto broken = [] {
    return fault(RtrErrorCode::corrupt_data, "an Error Report with a wrong length");
  };
  if (pdu.size() < 16) return broken();
  const std::size_t copy_size = u32_at(pdu, 8);
  if (copy_size > pdu.size() - 16) return broken();
  const std::size_t text_size = u32_at(pdu, 12 + copy_size);
  if (text_size > pdu.size() - 16 - copy_size) return broken();
  const Bytes text = pdu.subspan(16 + copy_size, std::min(text_size, most_text));
  return RtrPdu{version, pdu.size(),
                RtrErrorReport{u16_at(pdu, 2), std::string(text.begin(), text.end())}};
}

Read read_body(Bytes pdu, std::uint8_t version, PduType type) {
  const auto of_size = [&](std::size_t size, auto body) {
    return pdu.size() == size ? Read(RtrPdu{version, size, body})
                              : fault(RtrErrorCode::corrupt_data, "a PDU of the wrong size");
  };
  switch (type) {
    case PduType::serial_notify:
      if (pdu.size() != 12) return fault(RtrErrorCode::corrupt_data, "a PDU of the wrong size");
      return of_size(12, RtrSerialNotify{u16_at(pdu, 2), u32_at(pdu, 8)});
    case PduType::cache_response:
      return of_size(rtr_header_size, RtrCacheResponse{u16_at(pdu, 2)});
    case PduType::ipv4_prefix:
      return read_prefix(pdu, version, Family::ipv4);
    case PduType::ipv6_prefix:
      return read_prefix(pdu, version, Family::ipv6);
    case PduType::end_of_data:
      return read_end_of_data(pdu, version);
    case PduType::cache_reset:
      return of_size(rtr_header_size, RtrCacheReset{});
    case PduType::error_report:
      return read_error_report(pdu, version);
    case PduType::router_key:
      if (version > 0) return RtrPdu{version, pdu.size(), RtrRouterKey{}};
      break;
    case PduType::serial_query:
    case PduType::reset_query:
      return fault(RtrErrorCode::invalid_request, "a query, which only a router sends");
  }
  return fault(RtrErrorCode::unsupported_type, "a PDU of an unknown type");
}

}  // namespace

std::variant<RtrIncomplete, RtrPdu, RtrFault> read_rtr_pdu(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < rtr_header_size) return RtrIncomplete{};
  const std::uint8_t version = bytes[0];
  if (version > 1) return fault(RtrErrorCode::unsupported_version, "an unknown version");
  const std::uint32_t size = u32_at(bytes, 4);
  if (size < rtr_header_size) {
    return fault(RtrErrorCode::corrupt_data, "a PDU shorter than its header");
  }
  if (size > max_rtr_pdu_size) return fault(RtrErrorCode::corrupt_data, "a PDU above 64 KiB");
  if (bytes.size() < size) return RtrIncomplete{};
  return read_body(bytes.first(size), version, static_cast<PduType>(bytes[1]));
}

}  // namespace peeringd
