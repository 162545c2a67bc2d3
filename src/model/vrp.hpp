// Validated ROA payloads (VRPs) of the RPKI, and the states of validation (RFC 6811).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/route.hpp"

namespace peeringd {

/// `origin` may announce `network` and its more-specifics up to `max_length`.
struct Vrp {
  IpPrefix network;
  int max_length = 0;   ///< network.length() … 32 or 128
  AsNumber origin = 0;  ///< 0: nobody may announce it (RFC 6483 section 4)

  friend bool operator==(const Vrp&, const Vrp&) = default;
  friend bool operator<(const Vrp& a, const Vrp& b) {  // Asio's address has no <=>
    return std::make_tuple(a.network.network(), a.network.length(), a.max_length, a.origin) <
           std::make_tuple(b.network.network(), b.network.length(), b.max_length, b.origin);
  }
};

/// The validation state of a route. `unknown`: no cache has current data.
enum class RpkiState : std::uint8_t { unknown, not_found, valid, invalid };

/// The names, indexed by RpkiState: values of the label `rpki`.
inline constexpr std::array<std::string_view, 4> rpki_state_names{"unknown", "not_found", "valid",
                                                                  "invalid"};

inline constexpr std::string_view name_of(RpkiState state) {
  return rpki_state_names[static_cast<std::size_t>(state)];
}

/// The VRPs as of now. All that overlap a configured prefix, at once: at each End of Data of a
/// cache, and without a value when the data expired (RFC 8210 section 6).
struct VrpChange {
  std::optional<std::vector<Vrp>> vrps;
};

}  // namespace peeringd
