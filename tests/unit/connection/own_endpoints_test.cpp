#include "connection/own_endpoints.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

TEST(OwnEndpoints, CauseAWarning) {
  const Config config = test::config(
      {test::endpoint("own", "203.0.113.10", {}), test::endpoint("edge", "203.0.113.11", {}),
       test::endpoint("route", "198.51.100.7", {}), test::endpoint("name", "edge.example", {}),
       test::endpoint("loopback", "127.0.0.1", {})},
      {});
  LocalNetwork network;
  network.addresses = {{test::address("127.0.0.1"), 8, 1, "lo", true},
                       {test::address("203.0.113.10"), 24, 2, "isp-a", true}};
  network.local_ranges = {{*IpPrefix::parse("198.51.100.0/28"), 1, "lo", true}};
  EXPECT_THAT(
      warnings_of_own_endpoints(config, network),
      testing::ElementsAre("endpoint own: 203.0.113.10 is an address of this host: probes "
                           "of it do not go through the connection",
                           "endpoint route: 198.51.100.7 is an address of this host: probes "
                           "of it do not go through the connection"));
}

}  // namespace
}  // namespace peeringd
