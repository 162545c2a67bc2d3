// RTR streams for tests: recorded ones, and PDUs built by hand.
#pragma once

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <vector>

#include "model/prefix_set.hpp"
#include "rpki/rtr_pdu.hpp"

namespace peeringd::test {

using RtrBytes = std::vector<std::uint8_t>;

inline RtrBytes operator+(RtrBytes a, const RtrBytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// A file of tests/data/rtr: what StayRTR 0.5.1 sent.
inline RtrBytes recorded(const std::string& name) {
  std::ifstream file(std::string(PEERINGD_TEST_DATA "/rtr/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline RtrBytes u32(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
          static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

/// With the length of header and `body`.
inline RtrBytes rtr_pdu(int version, int type, int field, const RtrBytes& body = {}) {
  return RtrBytes{static_cast<std::uint8_t>(version), static_cast<std::uint8_t>(type),
                  static_cast<std::uint8_t>(field >> 8), static_cast<std::uint8_t>(field)} +
         u32(static_cast<std::uint32_t>(8 + body.size())) + body;
}

inline RtrBytes serial_notify(int version, int session_id, std::uint32_t serial) {
  return rtr_pdu(version, 0, session_id, u32(serial));
}

inline RtrBytes cache_response(int version, int session_id) {
  return rtr_pdu(version, 3, session_id);
}

inline RtrBytes prefix_pdu(int version, bool announced, const std::string& prefix, int max_length,
                           std::uint32_t origin) {
  const IpPrefix network = *IpPrefix::parse(prefix);
  const bool ipv4 = network.family() == Family::ipv4;
  RtrBytes body{announced ? std::uint8_t{1} : std::uint8_t{0},
                static_cast<std::uint8_t>(network.length()), static_cast<std::uint8_t>(max_length),
                0};
  if (ipv4) {
    const auto bytes = network.network().to_v4().to_bytes();
    body.insert(body.end(), bytes.begin(), bytes.end());
  } else {
    const auto bytes = network.network().to_v6().to_bytes();
    body.insert(body.end(), bytes.begin(), bytes.end());
  }
  return rtr_pdu(version, ipv4 ? 4 : 6, 0, body + u32(origin));
}

inline RtrBytes end_of_data(int version, int session_id, std::uint32_t serial,
                            const RtrTimers& timers = {}) {
  const auto seconds = [](Duration duration) {
    return u32(static_cast<std::uint32_t>(duration / std::chrono::seconds{1}));
  };
  RtrBytes body = u32(serial);
  if (version > 0) {
    body = body + seconds(timers.refresh) + seconds(timers.retry) + seconds(timers.expire);
  }
  return rtr_pdu(version, 7, session_id, body);
}

inline RtrBytes cache_reset(int version) {
  return rtr_pdu(version, 8, 0);
}

inline RtrBytes error_report(int version, int code, const std::string& text) {
  RtrBytes body = u32(0) + u32(static_cast<std::uint32_t>(text.size()));
  body.insert(body.end(), text.begin(), text.end());
  return rtr_pdu(version, 10, code, body);
}

inline Vrp vrp_of(const char* prefix, int max_length, AsNumber origin) {
  return {*IpPrefix::parse(prefix), max_length, origin};
}

inline const Vrp v4 = vrp_of("203.0.113.0/24", 24, 64496);
inline const Vrp v6 = vrp_of("2001:db8:a::/48", 48, 64496);
inline const Vrp foreign = vrp_of("203.0.113.0/24", 24, 64666);

/// All three overlap them.
inline PrefixSet watched_prefixes() {
  return PrefixSet({*IpPrefix::parse("203.0.113.0/24"), *IpPrefix::parse("2001:db8:a::/48")});
}

}  // namespace peeringd::test
