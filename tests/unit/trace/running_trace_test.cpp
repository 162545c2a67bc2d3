#include "trace/running_trace.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "support/addresses.hpp"
#include "support/epoll_watches.hpp"
#include "support/namespace_test.hpp"
#include "trace/trace_socket.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::from;
using test::shell;

std::optional<PathTrace> trace(const char* source, const char* destination) {
  boost::asio::io_context context;
  const SystemClock clock;
  std::optional<PathTrace> found;
  const auto running = start_trace(context.get_executor(), clock, from(source),
                                   address(destination), [&](PathTrace done) { found = done; });
  context.run_for(10s);
  return found;
}

TEST(RunningTrace, ReachesAnAddressOfTheHost) {
  const auto found = trace("127.0.0.1", "127.0.0.2");
  ASSERT_TRUE(found);
  EXPECT_EQ(to_string(*found), "reaches 127.0.0.2 after 1 hop");
}

std::string reach_by_ipv6() {
  CHECK(
      shell("ip link set lo up && ip address add 2001:db8::1/128 dev lo nodad && "
            "ip address add 2001:db8::2/128 dev lo nodad"));
  const auto found = trace("2001:db8::1", "2001:db8::2");
  CHECK(found && to_string(*found) == "reaches 2001:db8::2 after 1 hop");
  return {};
}

TEST(RunningTrace, TracesIPv6) {
  SUCCEEDS_IN_A_NAMESPACE(reach_by_ipv6);
}

std::string send_from_a_removed_address() {
  CHECK(
      shell("ip link set lo up && ip address add 2001:db8::1/128 dev lo nodad && "
            "ip address add 2001:db8::2/128 dev lo nodad"));
  auto socket = TraceSocket::open(from("2001:db8::1"));
  CHECK(socket && socket->send(address("2001:db8::2"), 1));
  CHECK(shell("ip address del 2001:db8::1/128 dev lo"));
  CHECK(!socket->send(address("2001:db8::2"), 1));
  return {};
}

TEST(TraceSocket, DoesNotSendFromAnAddressThatWasRemoved) {
  SUCCEEDS_IN_A_NAMESPACE(send_from_a_removed_address);
}

// Two routers in a row, and the destination behind them, each in a namespace of its own.
constexpr const char* two_routers =
    "set -e; "
    "unshare -n sleep 20 & one=$!; unshare -n sleep 20 & two=$!; unshare -n sleep 20 & edge=$!; "
    "inside() { nsenter -t $1 -n $2; }; "
    "for pid in $one $two $edge; do until [ \"$(readlink /proc/$pid/ns/net)\" != "
    "\"$(readlink /proc/self/ns/net)\" ]; do sleep 0.01; done; done; "
    "ip link add wan type veth peer name lan netns $one; "
    "inside $one \"ip link add out type veth peer name in netns $two\"; "
    "inside $two \"ip link add out type veth peer name in netns $edge\"; "
    "ip address add 203.0.113.10/24 dev wan; ip link set wan up; "
    "inside $one 'ip address add 203.0.113.1/24 dev lan'; inside $one 'ip link set lan up'; "
    "inside $one 'ip address add 198.18.1.1/24 dev out'; inside $one 'ip link set out up'; "
    "inside $two 'ip address add 198.18.1.2/24 dev in'; inside $two 'ip link set in up'; "
    "inside $two 'ip address add 198.18.2.1/24 dev out'; inside $two 'ip link set out up'; "
    "inside $edge 'ip address add 198.18.2.2/24 dev in'; inside $edge 'ip link set in up'; "
    "inside $edge 'ip address add 192.0.2.10/32 dev in'; "
    "for pid in $one $two; do inside $pid 'sysctl -qw net.ipv4.ip_forward=1'; done; "
    "ip route add default via 203.0.113.1; "
    "inside $one 'ip route add default via 198.18.1.2'; "
    "inside $two 'ip route add 192.0.2.10 via 198.18.2.2'; "
    "inside $two 'ip route add 203.0.113.0/24 via 198.18.1.1'; "
    "inside $edge 'ip route add default via 198.18.2.1'";

std::string find_the_routers() {
  CHECK(shell(two_routers));
  const auto found = trace("203.0.113.10", "192.0.2.10");
  CHECK(found);
  CHECK(to_string(*found) == "reaches 192.0.2.10 after 3 hops");
  CHECK(found->hops.at(0) == address("203.0.113.1"));
  CHECK(found->hops.at(1) == address("198.18.1.2"));
  return {};
}

TEST(RunningTrace, FindsTheRoutersOnThePath) {
  SUCCEEDS_IN_A_NAMESPACE(find_the_routers);
}

std::string report_why_not() {
  CHECK(shell("ip link set lo up && ip address add 203.0.113.10/32 dev lo"));
  auto found = trace("203.0.113.10", "192.0.2.10");
  CHECK(found && to_string(*found) == "could not be traced: Network is unreachable");
  found = trace("198.51.100.10", "192.0.2.10");
  CHECK(found && to_string(*found) == "could not be traced: Cannot assign requested address");
  return {};
}

TEST(RunningTrace, ReportsWhyItCannotStart) {
  SUCCEEDS_IN_A_NAMESPACE(report_why_not);
}

TEST(RunningTrace, ReportsThatTheKernelHasNoWatchLeft) {
  const bool possible = test::without_epoll_watches([] {
    const auto found = trace("127.0.0.1", "127.0.0.2");
    ASSERT_TRUE(found);
    EXPECT_EQ(to_string(*found), "could not be traced: No space left on device");
  });
  if (!possible) GTEST_SKIP() << "the kernel allows no filter of system calls here";
}

TEST(RunningTrace, StopsWhenDestroyed) {
  boost::asio::io_context context;
  const SystemClock clock;
  bool called = false;
  auto running = start_trace(context.get_executor(), clock, from("127.0.0.1"), address("127.0.0.2"),
                             [&](const PathTrace& /*trace*/) { called = true; });
  running.reset();
  context.run();
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace peeringd
