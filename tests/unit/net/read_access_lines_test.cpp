// Asks a real kernel, in network namespaces of their own.
#include "net/read_access_lines.hpp"

#include "support/addresses.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::from;
using test::shell;

constexpr MonotonicTime now{24h};

constexpr const char* access_line =
    "ip link set lo up && ip link add isp-b type veth peer name far && "
    "ip address add 203.0.113.10/24 dev isp-b && ip link set far up && ip link set isp-b up && "
    "ip route add default via 203.0.113.1 && "
    "until ip link show isp-b | grep -q LOWER_UP; do sleep 0.01; done";

AccessQuery query() {
  return {from("203.0.113.10"), {address("192.0.2.10")}, "isp-b"};
}

AccessLine read(const AccessQuery& query) {
  const auto lines = read_access_lines(std::span{&query, 1}, now);
  return lines ? lines->at(0) : AccessLine{};
}

std::string read_a_healthy_line() {
  CHECK(shell(access_line));
  CHECK(shell("ip neigh replace 203.0.113.1 lladdr 02:00:00:00:00:01 dev isp-b nud reachable"));
  const AccessLine line = read(query());
  CHECK(line.interface == "isp-b");
  CHECK(line.interface_exists == true);
  CHECK(line.enabled == true);
  CHECK(line.carrier == true);
  CHECK(line.address == true);
  CHECK(line.route == true);
  CHECK(line.next_hop == address("203.0.113.1"));
  CHECK(line.next_hop_resolved == true);
  CHECK(line.next_hop_heard_at && *line.next_hop_heard_at > now - 30s);
  CHECK(next_hop_answers(line, now - 30s) == true);
  return {};
}

TEST(ReadAccessLines, FollowsTheRouteToItsNextHop) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_healthy_line);
}

std::string read_a_silent_gateway() {
  CHECK(shell(access_line));
  CHECK(read(query()).next_hop_resolved == std::nullopt);
  CHECK(shell("ip neigh replace 203.0.113.1 dev isp-b nud failed"));
  const AccessLine line = read(query());
  CHECK(line.carrier == true);
  CHECK(line.next_hop_resolved == false);
  CHECK(next_hop_answers(line, now) == false);
  return {};
}

TEST(ReadAccessLines, SeesAGatewayThatDoesNotAnswer) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_silent_gateway);
}

std::string read_a_lost_carrier() {
  CHECK(shell(access_line));
  CHECK(
      shell("ip link set far down && "
            "until ip link show isp-b | grep -q NO-CARRIER; do sleep 0.01; done"));
  AccessQuery lost = query();
  lost.source.reset();  // an address without carrier is no source
  AccessLine line = read(lost);
  CHECK(line.enabled == true);
  CHECK(line.carrier == false);
  CHECK(line.address == std::nullopt);
  CHECK(shell("ip link set isp-b down"));
  line = read(lost);
  CHECK(line.enabled == false);
  CHECK(line.carrier == std::nullopt);
  CHECK(shell("ip link del isp-b"));
  line = read(lost);
  CHECK(line.interface == "isp-b");
  CHECK(line.interface_exists == false);
  return {};
}

TEST(ReadAccessLines, DistinguishesALostCarrierFromAnInterfaceThatIsDownOrMissing) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_lost_carrier);
}

std::string read_a_lost_address() {
  CHECK(shell(access_line));
  CHECK(shell("ip address del 203.0.113.10/24 dev isp-b"));
  AccessQuery lost = query();
  lost.source.reset();
  const AccessLine line = read(lost);
  CHECK(line.carrier == true);
  CHECK(line.address == false);
  CHECK(line.route == std::nullopt);
  return {};
}

TEST(ReadAccessLines, SeesThatTheAddressIsMissing) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_lost_address);
}

std::string read_a_missing_route() {
  CHECK(shell(access_line));
  CHECK(shell("ip route del default"));
  AccessLine line = read(query());
  CHECK(line.route == false);
  CHECK(line.carrier == true);
  CHECK(shell("ip route add unreachable default"));
  line = read(query());
  CHECK(line.route == false);
  return {};
}

TEST(ReadAccessLines, SeesThatThereIsNoRoute) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_missing_route);
}

std::string read_a_route_to_some_endpoints() {
  CHECK(shell(access_line));
  CHECK(shell("ip route add unreachable 192.0.2.10"));
  CHECK(read(query()).route == false);
  AccessQuery several = query();
  several.destinations.push_back(address("192.0.2.20"));
  const std::vector<AccessQuery> queries{query(), several};
  const auto lines = read_access_lines(queries, now);
  CHECK(lines);
  CHECK(lines->at(0).route == false);
  CHECK(lines->at(1).route == true);
  CHECK(lines->at(1).next_hop == address("203.0.113.1"));
  CHECK(shell("ip route add unreachable 192.0.2.20"));
  CHECK(read(several).route == false);
  return {};
}

TEST(ReadAccessLines, MissesARouteOnlyIfThereIsNoneToAnyEndpoint) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_route_to_some_endpoints);
}

std::string read_the_route_to_an_own_address() {
  CHECK(shell(access_line));
  AccessQuery own = query();
  own.destinations = {address("203.0.113.10")};
  const AccessLine line = read(own);
  CHECK(line.route == true);
  CHECK(line.next_hop == std::nullopt);
  return {};
}

TEST(ReadAccessLines, CountsARouteToThisHostAsARoute) {
  SUCCEEDS_IN_A_NAMESPACE(read_the_route_to_an_own_address);
}

std::string follow_policy_routing() {
  CHECK(shell(access_line));
  CHECK(
      shell("ip address add 198.51.100.10/32 dev lo && ip route add default via 203.0.113.2 "
            "dev isp-b table 7 && ip rule add from 198.51.100.10 lookup 7"));
  AccessQuery other = query();
  other.source = from("198.51.100.10");
  CHECK(read(other).next_hop == address("203.0.113.2"));
  CHECK(read(query()).next_hop == address("203.0.113.1"));
  return {};
}

TEST(ReadAccessLines, FollowsThePolicyRoutingOfTheSource) {
  SUCCEEDS_IN_A_NAMESPACE(follow_policy_routing);
}

std::string read_ipv6() {
  CHECK(shell(access_line));
  CHECK(
      shell("ip -6 address add 2001:db8:b::10/64 dev isp-b nodad && "
            "ip -6 route add default via fe80::1 dev isp-b && "
            "ip neigh replace fe80::1 lladdr 02:00:00:00:00:01 dev isp-b nud stale"));
  const AccessQuery query{from("2001:db8:b::10"), {address("2001:db8:e::10")}, ""};
  AccessLine line = read(query);
  CHECK(line.interface == "isp-b");
  CHECK(line.next_hop == address("fe80::1"));
  CHECK(line.next_hop_resolved == true);
  CHECK(shell("ip -6 route del default"));
  line = read(query);
  CHECK(line.route == false);
  return {};
}

TEST(ReadAccessLines, ReadsIpv6Too) {
  SUCCEEDS_IN_A_NAMESPACE(read_ipv6);
}

std::string read_a_tunnel() {
  CHECK(
      shell("ip link add tun type veth peer name far && ip link set tun arp off up && "
            "ip address add 203.0.113.10/32 dev tun && ip route add default dev tun"));
  const AccessLine line = read(query());
  CHECK(line.interface == "tun");
  CHECK(line.route == true);
  CHECK(line.next_hop == std::nullopt);
  return {};
}

TEST(ReadAccessLines, ExpectsNoAnswerWithoutAddressResolution) {
  SUCCEEDS_IN_A_NAMESPACE(read_a_tunnel);
}

std::string read_two_thousand() {
  CHECK(shell(access_line));
  const std::vector<AccessQuery> queries(2000, query());
  const auto lines = read_access_lines(queries, now);
  CHECK(lines);
  CHECK(lines->size() == 2000);
  CHECK(lines->front() == lines->back());
  CHECK(lines->back().next_hop == address("203.0.113.1"));
  return {};
}

TEST(ReadAccessLines, ReadsTwoThousandInOneCall) {
  SUCCEEDS_IN_A_NAMESPACE(read_two_thousand);
}

}  // namespace
}  // namespace peeringd
