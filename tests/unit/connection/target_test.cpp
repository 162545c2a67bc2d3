#include "model/target.hpp"
#include "connection/expand_targets.hpp"
#include "model/config.hpp"

#include <gmock/gmock.h>

namespace peeringd {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PrefixConfig prefix_called(const char* text) {
  PrefixConfig prefix;
  prefix.label = text;
  if (prefix.label != "auto") prefix.prefix = *IpPrefix::parse(text);
  return prefix;
}

EndpointConfig endpoint(const char* name, std::vector<std::string> labels) {
  EndpointConfig config;
  config.name = name;
  config.host = name;
  for (std::string& label : labels) {
    ProbeConfig probe;
    probe.label = std::move(label);
    config.probes.push_back(probe);
  }
  return config;
}

ConnectionConfig connection(const char* name, std::vector<PrefixConfig> prefixes,
                            std::vector<std::size_t> endpoints) {
  ConnectionConfig config;
  config.name = name;
  config.prefixes = std::move(prefixes);
  config.endpoints = std::move(endpoints);
  return config;
}

std::vector<std::string> names(const Config& config) {
  std::vector<std::string> result;
  for (const Target& target : expand_targets(config)) result.push_back(name_of(config, target));
  return result;
}

TEST(Targets, CombinePrefixesEndpointsAndProbes) {
  Config config;
  config.endpoints = {endpoint("exchange", {"tcp", "icmp"}), endpoint("teams", {"tcp"})};
  config.connections = {
      connection("seattle", {prefix_called("203.0.113.0/24"), prefix_called("2001:db8::/48")}, {0}),
      connection("portland", {prefix_called("198.51.100.0/24")}, {1, 0})};
  EXPECT_THAT(
      names(config),
      ElementsAre("seattle/203.0.113.0/24/exchange/tcp", "seattle/203.0.113.0/24/exchange/icmp",
                  "seattle/2001:db8::/48/exchange/tcp", "seattle/2001:db8::/48/exchange/icmp",
                  "portland/198.51.100.0/24/teams/tcp", "portland/198.51.100.0/24/exchange/tcp",
                  "portland/198.51.100.0/24/exchange/icmp"));
}

TEST(Targets, ExcludeAResolverOfTheOtherFamily) {
  Config config;
  config.endpoints = {endpoint("resolver", {"dns", "tcp"})};
  config.endpoints[0].probes[0].options =
      DnsOptions{.name = "a.example", .server = boost::asio::ip::make_address("2001:db8::53")};
  config.connections = {connection(
      "seattle", {prefix_called("203.0.113.0/24"), prefix_called("2001:db8::/48")}, {0})};
  EXPECT_THAT(names(config), ElementsAre("seattle/203.0.113.0/24/resolver/tcp",
                                         "seattle/2001:db8::/48/resolver/dns",
                                         "seattle/2001:db8::/48/resolver/tcp"));
}

TEST(Targets, MeasureTheEdgeUnlessTheyAreEgressOrDnsProbes) {
  Config config;
  config.endpoints = {endpoint("edge", {"tcp", "dns"}), endpoint("egress:stun", {"stun"})};
  config.endpoints[0].probes[1].options = DnsOptions{.name = "a.example"};
  config.endpoints[1].probes[0].options = StunOptions{};
  config.connections = {connection("seattle", {prefix_called("203.0.113.0/24")}, {0, 1})};
  EXPECT_TRUE(measures_edge(config, {0, 0, 0, 0}));
  EXPECT_FALSE(measures_edge(config, {0, 0, 0, 1}));
  config.endpoints[1].egress_only = true;
  EXPECT_FALSE(measures_edge(config, {0, 0, 1, 0}));
}

TEST(Targets, ExcludeAnAddressOfTheOtherFamily) {
  Config config;
  config.endpoints = {endpoint("edge", {"tcp"})};
  config.endpoints[0].address = boost::asio::ip::make_address("192.0.2.1");
  config.connections = {connection("six", {prefix_called("2001:db8::/48")}, {0})};
  EXPECT_THAT(names(config), IsEmpty());
  config.connections = {connection("any", {prefix_called("auto")}, {0})};
  EXPECT_THAT(names(config), ElementsAre("any/auto/edge/tcp"));
}

}  // namespace
}  // namespace peeringd
