// Against listeners on loopback, and in network namespaces where those do not suffice.
#include "probe/tcp_prober.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

#include "net/socket.hpp"
#include "support/addresses.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"
#include "support/prober_bench.hpp"
#include "unit/probe/unsendable.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::from;
using test::ProberBench;
using test::shell;
using EventType = test::ProbeEvent::Type;

TEST(TcpProber, MeasuresTheHandshakeWithAPortThatListens) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.1"));
  bench.probe(address("127.0.0.1"), 77);
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::answered}));
  EXPECT_EQ(bench.last().target, 5U);
  EXPECT_EQ(bench.last().number, 77U);
  EXPECT_GT(bench.last().round_trip, 0s);
  EXPECT_LT(bench.last().round_trip, 1s);
}

TEST(TcpProber, SendsFromItsSource) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.9"));
  bench.probe(address("127.0.0.1"));
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  auto peer = socket_address({}, 0);
  auto size = static_cast<socklen_t>(peer.capacity());
  const Descriptor accepted(::accept(listener.get(), peer.data(), &size));
  ASSERT_TRUE(accepted);
  EXPECT_EQ(peer.address(), address("127.0.0.9"));
}

TEST(TcpProber, EndsTheConnectionWithAReset) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.1"));
  bench.probe(address("127.0.0.1"));
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  const Descriptor accepted(::accept(listener.get(), nullptr, nullptr));
  ASSERT_TRUE(accepted);
  ASSERT_TRUE(test::wait_for(accepted.get(), POLLIN));
  char byte = 0;
  EXPECT_EQ(::recv(accepted.get(), &byte, 1, 0), -1);
  EXPECT_EQ(errno, ECONNRESET);
}

TEST(TcpProber, CountsARefusalAsLoss) {
  const test::ClosedPort closed(address("127.0.0.1"));
  ProberBench bench(TcpOptions{closed.port}, from("127.0.0.1"));
  bench.probe(address("127.0.0.1"));
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::lost}));
  EXPECT_EQ(bench.last().loss, LossReason::refused);
}

// The server may be faster than the prober, which must not change the outcome.
TEST(TcpProber, CountsAnImmediateResetAfterTheHandshakeAsAnAnswer) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.1"));
  const FlightIndex flight = bench.probe(address("127.0.0.1"));
  {
    const Descriptor accepted(::accept(listener.get(), nullptr, nullptr));
    ASSERT_TRUE(accepted);
    const linger at_once{1, 0};
    ::setsockopt(accepted.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  ASSERT_TRUE(test::wait_for(bench.listener.flights[flight].socket.get(), POLLHUP));
  bench.drain();
  ASSERT_TRUE(bench.recorded({EventType::sent, EventType::answered}));
  EXPECT_GT(bench.last().round_trip, 0s);
}

// Takes a second, after which the kernel repeats the SYN.
TEST(TcpProber, CountsAnAnswerToARepeatedSynAsLoss) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ASSERT_EQ(::listen(listener.get(), 0), 0);  // room for one; the next SYN is dropped
  const Descriptor first(::socket(AF_INET, SOCK_STREAM, 0));
  const auto edge = socket_address(address("127.0.0.1"), test::port_of(listener));
  ASSERT_EQ(::connect(first.get(), edge.data(), static_cast<socklen_t>(edge.size())), 0);

  ProberBench bench(TcpOptions{edge.port()}, from("127.0.0.1"));
  bench.probe(address("127.0.0.1"));
  const Descriptor accepted(::accept(listener.get(), nullptr, nullptr));  // room again
  ASSERT_TRUE(accepted);
  ASSERT_TRUE(bench.until_recorded(EventType::lost));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::lost}));
  EXPECT_EQ(bench.last().loss, LossReason::timeout);
}

TEST(TcpProber, SendsNothingFromAnAddressThatIsNotLocal) {
  ProberBench bench(TcpOptions{443}, from("192.0.2.1"));
  bench.probe(address("127.0.0.1"));
  EXPECT_TRUE(bench.recorded({EventType::not_sent}));
  EXPECT_EQ(bench.last().error, ErrorReason::source);
}

TEST(TcpProber, DistinguishesManyProbes) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.1"));
  constexpr std::uint64_t probes = 150;  // more than one epoll_wait() returns
  for (std::uint64_t number = 0; number < probes; ++number) {
    bench.start(address("127.0.0.1"), number);
  }
  ASSERT_TRUE(bench.until_recorded(EventType::answered, probes));
  std::vector<std::uint64_t> numbers;
  for (const auto& event : bench.listener.events) {
    if (event.type == EventType::answered) numbers.push_back(event.number);
  }
  std::ranges::sort(numbers);
  for (std::uint64_t number = 0; number < probes; ++number) EXPECT_EQ(numbers[number], number);
}

TEST(TcpProber, ReadsAllAnswersWhenItIsDrained) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.1"));
  constexpr std::size_t probes = 150;
  for (std::uint64_t number = 0; number < probes; ++number) {
    const FlightIndex flight = bench.probe(address("127.0.0.1"), number);
    ASSERT_TRUE(test::wait_for(bench.listener.flights[flight].socket.get(), POLLOUT));
  }
  bench.drain();
  EXPECT_EQ(bench.listener.count(EventType::answered), probes);
}

TEST(TcpProber, ForgetsAFlightThatItsListenerHasAbandoned) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("127.0.0.1"));
  bench.listener.flights.close(bench.probe(address("127.0.0.1"), 1));
  bench.probe(address("127.0.0.1"), 2);
  ASSERT_TRUE(bench.until_recorded(EventType::answered));
  EXPECT_TRUE(bench.recorded({EventType::sent, EventType::sent, EventType::answered}));
  EXPECT_EQ(bench.last().number, 2U);
}

std::string probe_over_ipv6() {
  CHECK(shell("ip link set lo up"));
  const Descriptor listener = test::tcp_listener(address("::1"));
  ProberBench bench(TcpOptions{test::port_of(listener)}, from("::1"));
  bench.probe(address("::1"));
  CHECK(bench.until_recorded(EventType::answered));
  CHECK(bench.last().round_trip > 0s && bench.last().round_trip < 1s);
  const test::ClosedPort closed(address("::1"));
  ProberBench refused(TcpOptions{closed.port}, from("::1"));
  refused.probe(address("::1"));
  CHECK(refused.until_recorded(EventType::lost));
  CHECK(refused.last().loss == LossReason::refused);
  return {};
}

TEST(TcpProber, ProbesOverIpv6) {
  SUCCEEDS_IN_A_NAMESPACE(probe_over_ipv6);
}

std::string probe_where_there_is_no_way() {
  CHECK(shell("ip link set lo up"));
  ProberBench bench(TcpOptions{443}, from("127.0.0.1"));
  bench.probe(address("198.51.100.1"));
  CHECK(bench.recorded({EventType::not_sent}));
  CHECK(bench.last().error == ErrorReason::send);
  return {};
}

TEST(TcpProber, SendsNothingWithoutARoute) {
  SUCCEEDS_IN_A_NAMESPACE(probe_where_there_is_no_way);
}

std::string probe_without_a_port_or_a_permitted_route() {
  return test::probe_without_a_port_or_a_permitted_route(
      [](std::uint16_t port) { return TcpOptions{port}; });
}

TEST(TcpProber, ReportsFullQueuesAndFirewallsAsOtherErrors) {
  SUCCEEDS_IN_A_NAMESPACE(probe_without_a_port_or_a_permitted_route);
}

std::string probe_a_host_that_is_gone() {
  CHECK(shell(
      "ip link set lo up && ip link add wan0 type veth peer name isp0 && ip link set isp0 up && "
      "ip link set wan0 up && ip address add 192.0.2.1/24 dev wan0 && "
      "cd /proc/sys/net/ipv4/neigh/wan0 && echo 10 > retrans_time_ms && "
      "echo 1 > mcast_solicit"));
  ProberBench bench(TcpOptions{443}, from("192.0.2.1"));
  bench.probe(address("192.0.2.9"));  // no host answers ARP
  CHECK(bench.until_recorded(EventType::lost));
  CHECK(bench.recorded({EventType::sent, EventType::lost}));
  CHECK(bench.last().loss == LossReason::unreachable);
  return {};
}

TEST(TcpProber, ReportsAnUnreachableHost) {
  SUCCEEDS_IN_A_NAMESPACE(probe_a_host_that_is_gone);
}

std::string probe_with_a_mark_and_no_right_to() {
  CHECK(shell("ip link set lo up"));
  CHECK(test::drop_capabilities());
  Source source = from("127.0.0.1");
  source.mark = 0x10;
  ProberBench bench(TcpOptions{443}, source);
  bench.probe(address("127.0.0.1"));
  CHECK(bench.recorded({EventType::not_sent}));
  CHECK(bench.last().error == ErrorReason::permission);
  return {};
}

TEST(TcpProber, ReportsThatAMarkNeedsAPermission) {
  SUCCEEDS_IN_A_NAMESPACE(probe_with_a_mark_and_no_right_to);
}

}  // namespace
}  // namespace peeringd
