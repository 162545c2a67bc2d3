#include "resolve/name_server_socket.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/addresses.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

TEST(NameServerBinding, DependsOnTheAddressOfTheServer) {
  struct Row {
    const char* what;
    const char* server;
    const char* source;
    NameServerTies expected;
  };
  for (const Row& row : {
           Row{"a server in the network", "192.0.2.53", "203.0.113.10", {true, true, true}},
           Row{"the same by IPv6", "2001:db8::53", "2001:db8:b::10", {true, true, true}},
           Row{"a server of the other family", "2001:db8::53", "203.0.113.10", {false, true, true}},
           Row{"systemd-resolved", "127.0.0.53", "203.0.113.10", {false, false, false}},
           Row{"a local server by IPv6", "::1", "203.0.113.10", {false, false, false}},
           Row{"a loopback source", "127.0.0.53", "127.0.0.5", {true, true, true}},
       }) {
    const Source source{test::address(row.source), "wan0", 0x10, 46};
    EXPECT_EQ(ties_to(test::address(row.server), source), row.expected) << row.what;
  }
}

TEST(NameServerBinding, UsesOnlyTheSource) {
  const Source source{test::address("203.0.113.10"), "", std::nullopt, 0};
  EXPECT_EQ(ties_to(test::address("192.0.2.53"), source), (NameServerTies{true, false, false}));
}

TEST(NameServerBinding, ReportsWhyALinkLocalServerCannotBeAsked) {
  const auto trouble = [](const char* interface_of_server, const char* interface_of_source) {
    const Source source{test::address("203.0.113.10"), interface_of_source, std::nullopt, 0};
    const auto endpoint = endpoint_of({test::address("fe80::53"), interface_of_server, 53}, source);
    return endpoint ? "none" : endpoint.error().message;
  };
  EXPECT_EQ(trouble("", ""),
            "cannot ask name server fe80::53: its interface is missing, write fe80::53%eth0");
  EXPECT_EQ(trouble("isp-a", "isp-b"),
            "cannot ask name server fe80::53%isp-a: the source uses interface isp-b");
  EXPECT_EQ(trouble("absent0", ""),
            "cannot ask name server fe80::53%absent0: there is no interface absent0");
  EXPECT_EQ(trouble("lo", ""), "none");
  EXPECT_EQ(trouble("", "lo"), "none");
}

std::string ask_by_another_name() {
  CHECK(test::shell(
      "ip link add wan0 type veth peer name isp0 && ip link property add dev wan0 altname cable"));
  const Source source{test::address("2001:db8:b::10"), "wan0", std::nullopt, 0};
  CHECK(endpoint_of({test::address("fe80::53"), "cable", 53}, source));
  return {};
}

TEST(NameServerBinding, AcceptsAnotherNameOfTheInterface) {
  SUCCEEDS_IN_A_NAMESPACE(ask_by_another_name);
}

TEST(NameServerBinding, BindsToAnAddressThatOnlyARouteMakesLocal) {
  const int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ASSERT_GE(fd, 0);
  Source source{test::address("2001:db8:b::10"), "", std::nullopt, 0};
  EXPECT_FALSE(tie_socket(fd, test::address("2001:db8::53"), source));
  source.by_route = true;
  EXPECT_TRUE(tie_socket(fd, test::address("2001:db8::53"), source));
  close(fd);
}

TEST(NameServerBinding, ReportsWhichStepFailed) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ASSERT_GE(fd, 0);
  const auto absent =
      tie_socket(fd, test::address("192.0.2.53"), {test::address("203.0.113.10"), "", {}, 0});
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message,
            "cannot send from 203.0.113.10: Cannot assign requested address");
  const auto no_device =
      tie_socket(fd, test::address("192.0.2.53"), {test::address("127.0.0.5"), "absent0", {}, 0});
  ASSERT_FALSE(no_device);
  EXPECT_EQ(no_device.error().message, "cannot send through absent0: No such device");
  close(fd);
}

}  // namespace
}  // namespace peeringd
