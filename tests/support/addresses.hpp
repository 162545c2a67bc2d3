// Addresses and sources for tests, from text.
#pragma once

#include "model/ip_prefix.hpp"
#include "model/source.hpp"

namespace peeringd::test {

inline IpAddress address(const char* text) {
  return boost::asio::ip::make_address(text);
}

inline Source from(const char* text) {
  return {address(text), {}, {}, 0};
}

}  // namespace peeringd::test
