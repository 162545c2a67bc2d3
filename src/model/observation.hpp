// What a probe learns beyond its round-trip time.
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

/// An HTTP exchange, whether or not it went as it should. What it did not come to is not set.
struct HttpExchange {
  std::array<std::optional<Duration>, http_phase_names.size()> phases;
  std::optional<int> status;
  std::string http_version;  ///< `1.0`, `1.1`, `2`; empty when there was no response
  std::string tls_version;   ///< `TLSv1.3`; empty when no TLS stood
  /// The earliest end of the chain that was verified, or would have been.
  std::optional<WallTime> certificate_not_after;
  /// The earliest end of all certificates that were sent. Only shown, not used by alerts.
  std::optional<WallTime> sent_not_after;
  /// Those of edge_header_names, each as often as it came, in that order.
  std::vector<ResponseHeader> edge_headers;
};

/// Where the far side saw the probe come from (STUN's mapped address).
struct SeenSource {
  IpAddress address;
};

using Observation = std::variant<HttpExchange, SeenSource>;

}  // namespace peeringd
