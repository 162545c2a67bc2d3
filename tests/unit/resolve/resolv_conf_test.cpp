#include "resolve/resolv_conf.hpp"

#include <gmock/gmock.h>

#include "support/addresses.hpp"

namespace peeringd {
namespace {

using test::address;
using ::testing::ElementsAre;

TEST(NameServer, ReadsAddressPortAndInterface) {
  struct Row {
    const char* text;
    NameServer expected;
  };
  for (const Row& row : {
           Row{"192.0.2.53", {address("192.0.2.53"), "", 0}},
           Row{"192.0.2.53:5353", {address("192.0.2.53"), "", 5353}},
           Row{"2001:db8::53", {address("2001:db8::53"), "", 0}},
           Row{"[2001:db8::53]", {address("2001:db8::53"), "", 0}},
           Row{"[2001:db8::53]:5353", {address("2001:db8::53"), "", 5353}},
           Row{"fe80::53%isp-a", {address("fe80::53"), "isp-a", 0}},
           Row{"[fe80::53%isp-a]:5353", {address("fe80::53"), "isp-a", 5353}},
           Row{"fe80::53", {address("fe80::53"), "", 0}},
       }) {
    EXPECT_EQ(parse_name_server(row.text), row.expected) << row.text;
  }
}

TEST(NameServer, RejectsAnythingButAnAddress) {
  for (const char* text : {"", "dns.example", "192.0.2.53:", "192.0.2.53:0", "192.0.2.53:65536",
                           "[2001:db8::53", "[2001:db8::53]5353", "fe80::53%", "192.0.2.53%eth0",
                           "2001:db8::53%eth0", "192.0.2.53/24"}) {
    EXPECT_EQ(parse_name_server(text), std::nullopt) << text;
  }
}

TEST(ResolvConf, ReadsServersAndRotation) {
  const auto conf = parse_resolv_conf(
      "# made by hand\nsearch corp.example\n\tnameserver 192.0.2.53  # first\n"
      "nameserver\t2001:db8::53\r\nnameserver dns.example\nnameserver fe80::53%isp-a;\n"
      "options ndots:5 rotate\n nameservers 192.0.2.1");
  ASSERT_TRUE(conf) << conf.error().message;
  EXPECT_THAT(conf->servers, ElementsAre(NameServer{address("192.0.2.53"), "", 0},
                                         NameServer{address("2001:db8::53"), "", 0},
                                         NameServer{address("fe80::53"), "isp-a", 0}));
  EXPECT_TRUE(conf->rotate);
}

TEST(ResolvConf, UsesThisHostWithoutAServer) {
  for (const char* text : {"", "options rotate", "# nameserver 192.0.2.53\n"}) {
    const auto conf = parse_resolv_conf(text);
    ASSERT_TRUE(conf) << text;
    EXPECT_THAT(conf->servers, ElementsAre(NameServer{address("127.0.0.1"), "", 0})) << text;
  }
}

TEST(ResolvConf, NeverUsesThisHostInsteadOfAnUnusableServer) {
  const auto conf = parse_resolv_conf("nameserver dns.example\n");
  ASSERT_FALSE(conf);
  EXPECT_EQ(conf.error().message,
            "it names no usable name server: \"dns.example\" is not an address");
  EXPECT_FALSE(parse_resolv_conf("nameserver"));
}

}  // namespace
}  // namespace peeringd
