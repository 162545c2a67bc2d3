#include "base/host_and_port.hpp"

#include <gtest/gtest.h>

namespace peeringd {
namespace {

TEST(HostAndPort, PutsIpv6AddressesInBrackets) {
  EXPECT_EQ(host_and_port("edge.example", 443), "edge.example:443");
  EXPECT_EQ(host_and_port("192.0.2.1", 8075), "192.0.2.1:8075");
  EXPECT_EQ(host_and_port("2001:db8::1", 1), "[2001:db8::1]:1");
}

TEST(PortFrom, ReadsPorts) {
  EXPECT_EQ(port_from("1"), 1);
  EXPECT_EQ(port_from("65535"), 65535);
}

TEST(PortFrom, ReadsNothingElse) {
  for (const char* text : {"", "0", "65536", "-1", "+1", "80 ", " 80", "0x50", "http"}) {
    EXPECT_EQ(port_from(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace peeringd
