#include "trace/packet_size_test.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "support/addresses.hpp"
#include "support/epoll_watches.hpp"
#include "support/namespace_test.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::from;
using test::shell;

// None if the test has not ended.
std::optional<std::optional<PacketSizes>> sizes(const char* source, const char* destination) {
  boost::asio::io_context context;
  std::optional<std::optional<PacketSizes>> found;
  const auto running =
      start_packet_size_test(context.get_executor(), from(source), address(destination),
                             [&](std::optional<PacketSizes> done) { found = std::move(done); });
  context.run_for(10s);
  return found;
}

constexpr const char* loopback =
    "set -e; sysctl -qw net.ipv4.ping_group_range='0 2147483647' || "
    "sysctl -qw net.ipv4.ping_group_range='0 0'; ip link set lo mtu 1500 up; "
    "ip address add 2001:db8::1/128 dev lo nodad; ip address add 2001:db8::2/128 dev lo nodad; ";

std::string pass_all() {
  CHECK(shell(loopback));
  for (const auto& [source, destination] :
       {std::pair("127.0.0.1", "127.0.0.2"), std::pair("2001:db8::1", "2001:db8::2")}) {
    const auto found = sizes(source, destination);
    CHECK(found && *found);
    CHECK((**found == PacketSizes{"", 1500, 0}));
    CHECK(!(*found)->dropped());
  }
  return {};
}

TEST(PacketSizeTest, FindsThatAllSizesPass) {
  SUCCEEDS_IN_A_NAMESPACE(pass_all);
}

std::string lose_large() {
  CHECK(shell(loopback));
  CHECK(
      shell("nft 'table inet small { chain in { type filter hook input priority 0; "
            "meta length > 1420 drop; }; }'"));
  const auto found = sizes("127.0.0.1", "127.0.0.2");
  CHECK(found && *found);
  CHECK((**found == PacketSizes{"", 1400, 1460}));
  CHECK((*found)->dropped());
  return {};
}

TEST(PacketSizeTest, FindsTheLargestSizeThatPasses) {
  SUCCEEDS_IN_A_NAMESPACE(lose_large);
}

std::string not_exceed_the_interface() {
  CHECK(shell(loopback));
  CHECK(shell("ip link set lo mtu 1480"));
  const auto found = sizes("127.0.0.1", "127.0.0.2");
  CHECK(found && *found);
  CHECK((**found == PacketSizes{"", 1480, 0}));
  return {};
}

TEST(PacketSizeTest, DoesNotCountSizesBeyondTheMtuOfTheInterface) {
  SUCCEEDS_IN_A_NAMESPACE(not_exceed_the_interface);
}

std::string know_nothing() {
  CHECK(shell(loopback));
  CHECK(shell("sysctl -qw net.ipv4.ping_group_range='1 0'"));
  const auto found = sizes("127.0.0.1", "127.0.0.2");
  CHECK(found && !*found);
  return {};
}

TEST(PacketSizeTest, HasNoResultWithoutPermission) {
  SUCCEEDS_IN_A_NAMESPACE(know_nothing);
}

std::string end_without_a_watch() {
  CHECK(shell(loopback));
  bool ended = false;
  const bool possible = test::without_epoll_watches([&] {
    const auto found = sizes("127.0.0.1", "127.0.0.2");
    ended = found && !*found;
  });
  CHECK(ended || !possible);
  return {};
}

TEST(PacketSizeTest, HasNoResultIfTheKernelHasNoWatchLeft) {
  SUCCEEDS_IN_A_NAMESPACE(end_without_a_watch);
}

}  // namespace
}  // namespace peeringd
