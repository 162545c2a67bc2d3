// The PDUs of the RPKI-to-Router protocol that a router sends: queries and error reports. Pure. Any
// thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rpki/rtr_pdu.hpp"

namespace peeringd {

/// Asks for the changes since `serial` (RFC 8210 section 5.3).
std::vector<std::uint8_t> rtr_serial_query(std::uint8_t version, std::uint16_t session_id,
                                           std::uint32_t serial);

/// Asks for everything (section 5.4).
std::vector<std::uint8_t> rtr_reset_query(std::uint8_t version);

/// Says why the connection ends (section 5.11), without a copy of the erroneous PDU. `text` has at
/// most 1000 bytes.
std::vector<std::uint8_t> rtr_error_report(std::uint8_t version, RtrErrorCode code,
                                           std::string_view text);

}  // namespace peeringd
