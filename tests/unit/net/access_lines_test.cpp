#include "net/access_lines.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"
#include "support/manual_clock.hpp"
#include "support/namespace_test.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using namespace test;

// A connection with two prefixes, to an endpoint with a resolver beside it.
Snapshot two_prefixes() {
  ConnectionConfig both =
      connection("seattle", {prefix("203.0.113.0/24"), prefix("198.51.100.0/24")});
  both.prefixes[1].interface = "isp-b";
  Snapshot snapshot = blank_snapshot(config(
      {endpoint("edge", "192.0.2.1", {{DnsOptions{}, 10s, 2s, "dns"}, icmp_probe()})}, {both}));
  snapshot.prefixes[0].choice.source = from("203.0.113.10");
  snapshot.prefixes[0].choice.interface = "isp-a";
  snapshot.prefixes[1].choice = {};
  for (TargetSnapshot& target : snapshot.targets) {
    if (target.target.prefix != 0) continue;
    target.address = address(target.target.probe == 0 ? "192.0.2.53" : "192.0.2.1");
  }
  return snapshot;
}

TEST(AccessQueries, AskForTheRouteToAnEndpointAndNotToAResolver) {
  const auto queries = access_queries(two_prefixes(), {});
  ASSERT_EQ(queries.size(), 2U);
  EXPECT_EQ(queries[0].source, from("203.0.113.10"));
  EXPECT_EQ(queries[0].destinations, std::vector{address("192.0.2.1")});
  EXPECT_EQ(queries[0].interface, "isp-a");
}

TEST(AccessQueries, AskForEachEndpointOnceAndForNotTooMany) {
  std::vector<EndpointConfig> endpoints;
  ConnectionConfig seattle = connection("seattle", {prefix("203.0.113.0/24")});
  seattle.endpoints.clear();
  for (std::uint32_t i = 0; i < 100; ++i) {
    endpoints.push_back(endpoint("edge" + std::to_string(i), "192.0.2.1", {icmp_probe()}));
    seattle.endpoints.push_back(i);
  }
  Snapshot snapshot = blank_snapshot(config(endpoints, {seattle}));
  for (std::size_t t = 0; t < snapshot.targets.size(); ++t) {
    snapshot.targets[t].address = address(("192.0.2." + std::to_string(t / 2)).c_str());
  }
  const auto few = access_queries(snapshot, {});
  ASSERT_EQ(few.at(0).destinations.size(), 50U);
  EXPECT_EQ(few.at(0).destinations[1], address("192.0.2.1"));
  for (std::size_t t = 0; t < snapshot.targets.size(); ++t) {
    snapshot.targets[t].address = address(("192.0.2." + std::to_string(t)).c_str());
  }
  EXPECT_EQ(access_queries(snapshot, {}).at(0).destinations.size(), max_route_destinations);
}

TEST(AccessQueries, UseTheConfiguredInterfaceOfAPrefixWithoutASource) {
  const auto queries = access_queries(two_prefixes(), {{"seattle 198.51.100.0/24", "old"}});
  EXPECT_EQ(queries[1].source, std::nullopt);
  EXPECT_EQ(queries[1].interface, "isp-b");
}

TEST(AccessQueries, UseTheLastInterfaceOfAPrefixWithoutASource) {
  Snapshot snapshot = two_prefixes();
  snapshot.prefixes[0].choice = {};
  const auto queries = access_queries(snapshot, {{"seattle 203.0.113.0/24", "isp-a"}});
  EXPECT_EQ(queries[0].interface, "isp-a");
}

std::string follow_an_interface() {
  CHECK(
      shell("ip link add isp-a type veth peer name far && ip link set far up && "
            "ip address add 203.0.113.10/24 dev isp-a && ip link set isp-a up && "
            "until ip link show isp-a | grep -q LOWER_UP; do sleep 0.01; done"));
  ManualClock clock;
  AccessLines lines(clock);
  Snapshot snapshot = two_prefixes();
  CHECK(lines.of(snapshot).at(0).interface == "isp-a");
  CHECK(lines.of(snapshot).at(0).carrier == true);
  CHECK(lines.of(snapshot).at(1).interface_exists == false);
  CHECK(shell("ip address flush dev isp-a"));
  CHECK(lines.of(snapshot).at(0).address == true);  // still fresh enough
  snapshot.prefixes[0].choice = {};
  CHECK(lines.of(snapshot).at(0).address == false);  // the engine has noticed
  CHECK(lines.of(snapshot).at(0).interface == "isp-a");
  CHECK(shell("ip link del isp-a"));
  clock.advance(AccessLines::max_age);
  CHECK(lines.of(snapshot).at(0).interface_exists == false);
  return {};
}

TEST(AccessLines, RereadsWhenASourceIsLostAndAfterAFewSeconds) {
  SUCCEEDS_IN_A_NAMESPACE(follow_an_interface);
}

}  // namespace
}  // namespace peeringd
