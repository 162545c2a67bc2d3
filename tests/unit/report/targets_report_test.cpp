#include "report/targets_report.hpp"

#include <gtest/gtest.h>

#include "model/local_network.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

Config gentle() {
  EndpointConfig edge = endpoint("edge", "edge.example", {tcp_probe(443), icmp_probe(5s, 2s)});
  EndpointConfig relay =
      endpoint("relay", "relay.example", {{StunOptions{3478, 10, 20ms}, 10s, 2s, "stun"}});
  EndpointConfig resolver = endpoint("resolver", "resolver.example",
                                     {{DnsOptions{.name = "example.net"}, 1s, 1s, "dns"}});
  EndpointConfig egress =
      endpoint("egress:stun.example", "stun.example", {{StunOptions{}, 1s, 1s, "stun"}});
  egress.egress_only = true;
  ConnectionConfig seattle =
      connection("seattle", {prefix("203.0.113.0/24"), prefix("198.51.100.0/24")});
  seattle.endpoints = {0, 1, 2, 3};
  return config({edge, relay, resolver, egress}, {seattle});
}

TEST(ProbeLoad, CountsEachProbeOfABurstButNoResolversOrEgressServers) {
  const auto loads = probe_loads(gentle());
  ASSERT_EQ(loads.size(), 2U);
  EXPECT_EQ(loads[0].probes_a_day, 8640 + 2 * 8640 + 10 * 8640);
  EXPECT_EQ(loads[1].probes_a_day, loads[0].probes_a_day);
  EXPECT_EQ(loads[1].prefix, 1U);
}

TEST(ProbeLoad, IsShownInALine) {
  EXPECT_EQ(probe_load_line(gentle()),
            "probes a day to Microsoft: 112320 per prefix, 224640 in total\n");
  Config config = gentle();
  config.connections.push_back(connection("portland", {prefix("192.0.2.0/24")}));
  EXPECT_EQ(probe_load_line(config),
            "probes a day to Microsoft: 25920 to 112320 per prefix, 250560 in total\n");
  config.connections = {connection("portland", {prefix("192.0.2.0/24")})};
  EXPECT_EQ(probe_load_line(config), "probes a day to Microsoft: 25920 per prefix\n");
}

TEST(ProbeLoad, IsShownBelowTheTargetsAndIsZeroIfNotProbed) {
  LocalNetwork network;
  const std::string none = targets_table(gentle(), network);
  EXPECT_NE(none.find("\n\nCONNECTION  PREFIX           PROBES A DAY TO MICROSOFT\n"
                      "seattle     203.0.113.0/24   0: not probed\n"),
            std::string::npos)
      << none;
}

}  // namespace
}  // namespace peeringd
