#include "resolve/endpoint_addresses.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using ::testing::ElementsAre;

LocalNetwork this_host() {
  LocalNetwork network;
  network.addresses = {{address("203.0.113.10"), 24, 2, "isp-a", true},
                       {address("198.51.100.7"), 32, 1, "lo", true},
                       {address("192.0.2.200"), 31, 4, "ppp0", true},
                       {address("2001:db8:a::10"), 64, 2, "isp-a", false}};
  network.local_ranges = {{*IpPrefix::parse("198.51.100.32/28"), 1, "lo", true}};
  return network;
}

TEST(EndpointAddresses, AcceptOnlyAddressesOfOtherHosts) {
  for (const char* text : {"192.0.2.1", "10.1.2.3", "203.0.113.11", "203.0.113.0", "192.0.2.201",
                           "198.51.100.255", "2001:db8::1", "fd00::1"}) {
    EXPECT_TRUE(may_be_endpoint(address(text), this_host())) << text;
  }
  for (const char* text : {"0.0.0.0",
                           "0.0.0.1",
                           "127.0.0.1",
                           "127.255.255.254",
                           "169.254.169.254",
                           "224.0.0.1",
                           "239.1.2.3",
                           "255.255.255.255",
                           "203.0.113.255",
                           "203.0.113.10",
                           "198.51.100.7",
                           "198.51.100.40",
                           "::",
                           "::1",
                           "fe80::1",
                           "fe80::1%1",
                           "ff02::1",
                           "2001:db8:a::10",
                           "::ffff:192.0.2.1",
                           "::ffff:0.0.0.0",
                           "::ffff:127.0.0.1",
                           "::ffff:169.254.169.254",
                           "::ffff:224.0.0.1",
                           "::ffff:255.255.255.255",
                           "::ffff:203.0.113.10",
                           "::ffff:203.0.113.255"}) {
    EXPECT_FALSE(may_be_endpoint(address(text), this_host())) << text;
  }
}

TEST(EndpointAddresses, ExcludeAddressesThatNoHostCanHave) {
  const auto found = endpoint_addresses(
      "edge.example",
      {{address("0.0.0.0"), address("192.0.2.1"), address("203.0.113.10"), address("192.0.2.2")},
       60s},
      this_host());
  ASSERT_TRUE(found);
  EXPECT_THAT(found->addresses, ElementsAre(address("192.0.2.1"), address("192.0.2.2")));
  EXPECT_EQ(found->ttl, 60s);
}

TEST(EndpointAddresses, ReportTheExcludedAddresses) {
  struct Row {
    std::vector<IpAddress> found;
    bool from_hosts_file;
    const char* error;
  };
  for (const Row& row : {
           Row{{address("0.0.0.0")},
               false,
               "blocked.example resolves only to 0.0.0.0, which cannot be the endpoint (is the "
               "name "
               "blocked by the DNS server?)"},
           Row{{address("127.0.0.1"), address("0.0.0.0")},
               true,
               "blocked.example resolves only to 127.0.0.1 and 0.0.0.0, which cannot be the "
               "endpoint "
               "(is the name blocked in /etc/hosts?)"},
           Row{{address("203.0.113.10")},
               false,
               "blocked.example resolves only to 203.0.113.10, which cannot be the endpoint (it is "
               "an "
               "address of this host)"},
           Row{{address("224.0.0.1"), address("224.0.0.2"), address("224.0.0.3")},
               false,
               "blocked.example resolves only to 224.0.0.1, 224.0.0.2 and 1 more, which cannot be "
               "the "
               "endpoint (it is a multicast address)"},
           Row{{address("::ffff:192.0.2.1")},
               false,
               "blocked.example resolves only to ::ffff:192.0.2.1, which cannot be the endpoint "
               "(it is an IPv4-mapped IPv6 address)"},
       }) {
    const auto result =
        endpoint_addresses("blocked.example", {row.found, 60s, row.from_hosts_file}, this_host());
    ASSERT_FALSE(result) << row.error;
    EXPECT_EQ(result.error().message, row.error);
  }
}

}  // namespace
}  // namespace peeringd
