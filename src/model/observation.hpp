// Observations of a probe in addition to its round-trip time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "model/ip_prefix.hpp"

namespace peeringd {

/// A header field of an HTTP response, as it was received.
struct ResponseHeader {
  std::string_view name;  ///< name of the header; static text
  std::string value;      ///< hostile input; empty: no value, or none that could be kept

  friend bool operator==(const ResponseHeader&, const ResponseHeader&) = default;
};

/// The parts of an HTTP exchange that follow one another. (Resolving the name is not among them: it
/// has a cadence of its own.)
enum class HttpPhase : std::uint8_t {
  connect,     ///< TCP handshake
  tls,         ///< TLS handshake
  processing,  ///< from the request to the first byte of the response
  transfer,    ///< from there to the last byte
};
inline constexpr std::array<std::string_view, 4> http_phase_names{"connect", "tls", "processing",
                                                                  "transfer"};

/// Response headers that name the PoP that answered.
inline constexpr std::array<std::string_view, 3> edge_header_names{"X-MSEdge-Ref", "x-azure-ref",
                                                                   "X-FirstHopCafeEFZ"};

/// What an exchange shows about who answered.
enum class Answerer : std::uint8_t {
  unproven,  ///< nothing, or it was not to be found out
  host,      ///< the host itself, whatever it answered
  doubtful,  ///< perhaps the host: an untrusted certificate of its name, or a server error
  other,     ///< somebody else, such as a captive portal
};

/// An HTTP exchange, successful or not. Members that it did not reach are not set.
struct HttpExchange {
  std::array<std::optional<Duration>, http_phase_names.size()> phases;
  std::optional<int> status;
  std::string http_version;  ///< `1.0`, `1.1`, `2`; empty without a response
  std::string tls_version;   ///< `TLSv1.3`; empty without a TLS connection
  /// The earliest expiry in the verified chain, or in the chain that would be verified.
  std::optional<WallTime> certificate_not_after;
  /// The earliest expiry of all certificates that were sent. Only exported, not used by alerts.
  std::optional<WallTime> sent_not_after;
  Answerer answerer = Answerer::unproven;
  /// The name in a certificate that is not for the host; printable. Empty: none was presented.
  std::string foreign_name;
  /// The headers of edge_header_names in that order, with repetitions.
  std::vector<ResponseHeader> edge_headers;
};

/// The address from which the server saw the probe come (STUN's mapped address).
struct SeenSource {
  IpAddress address;
};

using Observation = std::variant<HttpExchange, SeenSource>;

}  // namespace peeringd
