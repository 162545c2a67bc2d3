// The configurations of tests/data/config/valid-*.yaml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "load_test_data.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(ValidFile, ReadsEveryKey) {
  const auto [config, warnings, files, origins, sha256] = test::load("valid-full.yaml");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].path, "connections[0].prefixes[0]");
  EXPECT_THAT(warnings[0].message, testing::HasSubstr("is not probed"));
  EXPECT_EQ(files.size(), 1U);
  ASSERT_EQ(config.web.listen.size(), 2U);
  EXPECT_EQ(config.web.listen[1].address.to_string(), "::1");
  EXPECT_EQ(config.web.listen[1].port, 0);
  EXPECT_EQ(config.web.hosts, (std::vector<std::string>{"mon.example", "2001:db8::1"}));
  EXPECT_EQ(config.window, 10min);
  EXPECT_TRUE(config.history.on);
  EXPECT_EQ(config.history.path, "/var/lib/elsewhere");
  EXPECT_EQ(config.history.size, 500'000'000U);
  EXPECT_THAT(config.history.keep, ElementsAre(48h, 35 * 24h, 400 * 24h, 3652 * 24h));
  EXPECT_THAT(config.rtt_buckets, ElementsAre(1ms, 10ms, 100ms));

  ASSERT_EQ(config.connections.size(), 2U);
  const ConnectionConfig& seattle = config.connections[0];
  EXPECT_EQ(seattle.name, "contoso-seattle");
  EXPECT_EQ(seattle.partner, "Contoso Networks");
  EXPECT_EQ(seattle.location.country, "US");
  EXPECT_EQ(seattle.location.state, "WA");
  EXPECT_EQ(seattle.location.city, "Seattle");
  EXPECT_EQ(seattle.location.latitude, 47.61);
  EXPECT_EQ(seattle.location.longitude, -122.33);
  EXPECT_THAT(seattle.endpoints, ElementsAre(1U));
  EXPECT_EQ(seattle.labels, (std::map<std::string, std::string>{{"office", "hq"}, {"rank", "1"}}));
}

TEST(ValidFile, AppliesDefaultsEndpointAndProbeInThisOrder) {
  const Config config = test::load("valid-full.yaml").config;
  EXPECT_THAT(config.endpoints[0].probes,
              ElementsAre(ProbeConfig{TcpOptions{443}, 30s, 1s, "tcp"},
                          ProbeConfig{IcmpOptions{}, 5s, 500ms, "icmp"},
                          ProbeConfig{TcpOptions{80}, 30s, 1s, "tcp:80"}));
  EXPECT_THAT(config.endpoints[1].probes,
              ElementsAre(ProbeConfig{TcpOptions{443}, 20s, 1s, "tcp"}));
}

TEST(ValidFile, HasDefaultsForAnHttpProbe) {
  const auto probes = test::load("valid-http.yaml").config.endpoints[0].probes;
  HttpOptions https;
  https.server_name = "edge.example";
  EXPECT_EQ(probes[0], (ProbeConfig{https, 10s, 2s, "https"}));
  HttpOptions http = https;
  http.tls = false;
  http.port = 80;
  EXPECT_EQ(probes[1], (ProbeConfig{http, 10s, 2s, "http"}));
}

TEST(ValidFile, ReadsEveryKeyOfAnHttpProbe) {
  const auto probe = test::load("valid-http.yaml").config.endpoints[0].probes[2];
  EXPECT_EQ(probe.label, "https:8443");
  const auto& options = std::get<HttpOptions>(probe.options);
  EXPECT_EQ(options.path, "/apc/trans.gif?size=1");
  EXPECT_EQ(options.method, HttpMethod::get);
  EXPECT_THAT(options.expect_status, ElementsAre(200, 401));
  EXPECT_THAT(options.headers, ElementsAre("Accept: image/gif", "X-Probe: yes: no"));
  EXPECT_EQ(options.server_name, "other.example");
  EXPECT_EQ(options.ca_file, std::string(PEERINGD_TEST_DATA "/config/roots.pem"));
  EXPECT_EQ(options.version, HttpVersion::http1);
  EXPECT_TRUE(options.warm);
  EXPECT_FALSE(options.follows);
}

TEST(ValidFile, PlacesAWarmProbeAfterTheProbeThatItFollows) {
  const auto probes = test::load("valid-http.yaml").config.endpoints[0].probes;
  ASSERT_EQ(probes.size(), 8U);
  ProbeConfig expected = probes[2];
  auto& options = std::get<HttpOptions>(expected.options);
  options.warm = false;
  options.follows = true;
  expected.label = "https:8443:warm";
  EXPECT_EQ(probes[3], expected);
  EXPECT_EQ(probes[4].label, "http:8080");
  EXPECT_EQ(probes[5].label, "https:9443");
}

TEST(ValidFile, UsesGetIfABodyIsExpected) {
  const auto probes = test::load("valid-http.yaml").config.endpoints[0].probes;
  const auto& options = std::get<HttpOptions>(probes[4].options);
  EXPECT_EQ(options.expect_body,
            (ExpectedBody{ExpectedBody::How::exact, "Microsoft Connect Test", {}}));
  EXPECT_EQ(options.method, HttpMethod::get);
  EXPECT_EQ(options.version, HttpVersion::http2);
  EXPECT_FALSE(std::get<HttpOptions>(probes[5].options).verify);
}

TEST(ValidFile, ReadsAnExpectedPartOfABodyOrAPattern) {
  const auto probes = test::load("valid-http.yaml").config.endpoints[0].probes;
  const auto& part = std::get<HttpOptions>(probes[6].options);
  EXPECT_EQ(part.expect_body, (ExpectedBody{ExpectedBody::How::contains, "Connect", {}}));
  EXPECT_EQ(part.method, HttpMethod::get);
  const auto& pattern = std::get<HttpOptions>(probes[7].options);
  EXPECT_EQ(pattern.expect_body->how, ExpectedBody::How::matches);
  EXPECT_TRUE(pattern.expect_body->pattern->occurs_in("Microsoft Connect Test\r\n"));
  // Equal after a reload, although it was compiled again.
  EXPECT_EQ(probes, test::load("valid-http.yaml").config.endpoints[0].probes);
}

TEST(ValidFile, DistinguishesAHostNameFromAnAddress) {
  const Config config = test::load("valid-full.yaml").config;
  EXPECT_EQ(config.endpoints[0].host, "outlook.office365.com");
  EXPECT_FALSE(config.endpoints[0].address);
  EXPECT_EQ(config.endpoints[1].host, "2001:db8::80");
  ASSERT_TRUE(config.endpoints[1].address);
  EXPECT_TRUE(config.endpoints[1].address->is_v6());
}

TEST(ValidFile, ReadsHowToSendFromAPrefix) {
  const std::vector<PrefixConfig> prefixes =
      test::load("valid-full.yaml").config.connections[0].prefixes;
  ASSERT_EQ(prefixes.size(), 2U);
  EXPECT_EQ(prefixes[0].label, "203.0.113.0/24");
  EXPECT_FALSE(prefixes[0].source);
  EXPECT_FALSE(prefixes[0].mark);
  EXPECT_EQ(prefixes[0].dscp, 0);
  EXPECT_EQ(prefixes[1].prefix->to_string(), "2001:db8:b::/48");
  EXPECT_EQ(prefixes[1].source->to_string(), "2001:db8:b::10");
  EXPECT_EQ(prefixes[1].interface, "wan0");
  EXPECT_EQ(prefixes[1].mark, 16U);
  EXPECT_EQ(prefixes[1].dscp, 46);
}

TEST(ValidFile, ReadsAutoAsAPrefix) {
  // The country is Norway: YAML 1.1 reads `NO` as false.
  const ConnectionConfig oslo = test::load("valid-full.yaml").config.connections[1];
  EXPECT_EQ(oslo.location.country, "NO");
  ASSERT_EQ(oslo.prefixes.size(), 1U);
  EXPECT_TRUE(oslo.prefixes[0].automatic());
  EXPECT_EQ(oslo.prefixes[0].label, "auto");
}

TEST(ValidFile, NeedsOnlyTheRequiredKeys) {
  const Config config = test::load("valid-defaults.yaml").config;
  ASSERT_EQ(config.web.listen.size(), 1U);
  EXPECT_EQ(config.web.listen[0].address.to_string(), "127.0.0.1");
  EXPECT_EQ(config.web.listen[0].port, 8075);
  EXPECT_EQ(config.window, 5min);
  EXPECT_EQ(config.rtt_buckets.size(), 23U);
  EXPECT_EQ(config.rtt_buckets.front(), 500us);
  EXPECT_EQ(config.rtt_buckets.back(), 2s);
  EXPECT_THAT(config.endpoints[0].probes,
              ElementsAre(ProbeConfig{TcpOptions{443}, 10s, 2s, "tcp"}));
  EXPECT_THAT(config.connections[0].endpoints, ElementsAre(0U));
}

TEST(ValidFile, JoinsTheListsOfIncludedFilesInTheOrderOfTheirNames) {
  const Config config = test::load("valid-includes.yaml").config;
  std::vector<std::string> names;
  for (const ConnectionConfig& connection : config.connections) names.push_back(connection.name);
  EXPECT_THAT(names, ElementsAre("first", "second", "third"));
  // The endpoint is defined in a file that is read after the connections that use it.
  EXPECT_THAT(config.connections[1].endpoints, ElementsAre(0U));
  EXPECT_EQ(config.endpoints[0].name, "edge");
}

TEST(ValidFile, ProbesEgressServersOncePerMinute) {
  const Config config = test::load("valid-egress.yaml").config;
  ASSERT_EQ(config.endpoints.size(), 4U);
  EXPECT_FALSE(config.endpoints[0].egress_only);
  const EndpointConfig& by_address = config.endpoints[2];
  EXPECT_TRUE(by_address.egress_only);
  EXPECT_EQ(by_address.name, "egress:192.0.2.80:3479");
  EXPECT_EQ(by_address.address->to_string(), "192.0.2.80");
  EXPECT_THAT(by_address.probes,
              ElementsAre(ProbeConfig{StunOptions{.port = 3479}, 1min, 1s, "stun:3479"}));
}

TEST(ValidFile, ReadsEgressServersOfAConnection) {
  const Config config = test::load("valid-egress.yaml").config;
  EXPECT_EQ(config.endpoints[1].name, "egress:stun.example");
  EXPECT_EQ(config.endpoints[3].name, "egress:[2001:db8::80]:3479");
  EXPECT_THAT(config.connections[0].endpoints, ElementsAre(0U, 1U, 2U));
  EXPECT_THAT(config.connections[1].endpoints, ElementsAre(0U, 3U, 1U));
}

TEST(ValidFile, DistinguishesTheProbesOfAResolver) {
  const Config config = test::load("valid-dns.yaml").config;
  const std::string name = "outlook.office365.com";
  DnsOptions other{.name = name, .record = DnsOptions::Record::aaaa, .port = 5353};
  EXPECT_THAT(config.endpoints[0].probes,
              ElementsAre(ProbeConfig{DnsOptions{.name = name}, 10s, 2s, "dns:" + name},
                          ProbeConfig{other, 10s, 2s, "dns:" + name + ":aaaa#5353"},
                          testing::Field(&ProbeConfig::label, "dns:" + name + "@2001:db8::53")));
  EXPECT_EQ(std::get<DnsOptions>(config.endpoints[0].probes[2].options).server->to_string(),
            "2001:db8::53");
}

TEST(ValidFile, AcceptsAliases) {
  const Config config = test::load("valid-aliases.yaml").config;
  EXPECT_EQ(config.endpoints[0].probes, config.endpoints[1].probes);
  EXPECT_EQ(config.connections[1].partner, "Contoso");
  EXPECT_EQ(config.connections[1].location.country, "DE");
}

TEST(ValidFile, WarnsAboutPrefixesThatPeeringServiceDoesNotSupport) {
  std::vector<std::string> warnings;
  for (const Diagnostic& warning : test::load("valid-with-warnings.yaml").warnings) {
    warnings.push_back(warning.path + ": " + warning.message);
  }
  EXPECT_THAT(
      warnings,
      ElementsAre(
          "endpoints[1].host: \"127.0.0.1\" is a loopback address: probes of it do not go "
          "through the connection",
          "endpoints[2].host: \"fe80::1\" is a link-local address: probes of it do not go "
          "through the connection",
          "connections[0].prefixes[0]: 10.0.0.0/8 is private (RFC 1918), so Peering Service "
          "does not register it; behind NAT, write the public prefix, and the address of "
          "this host as source",
          "connections[0].prefixes[1]: 192.0.2.128/25 is longer than /24; Azure shows it "
          "at its /24, 192.0.2.0/24",
          "connections[0].prefixes[2]: fd00::/48 is private (RFC 4193), so Peering Service "
          "does not register it; behind NAT, write the public prefix, and the address of "
          "this host as source",
          "connections[0].prefixes[3].source: 198.51.100.1 is outside 203.0.113.0/24; it "
          "is taken for the address of a host behind NAT"));
}

}  // namespace
}  // namespace peeringd
