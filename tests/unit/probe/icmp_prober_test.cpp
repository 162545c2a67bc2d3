// Each in a network namespace of its own, where the test says which kind of socket is allowed, and
// may answer in the kernel's place.
#include "probe/icmp_prober.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "support/echo_responder.hpp"
#include "support/loopback.hpp"
#include "support/manual_clock.hpp"
#include "support/namespace_test.hpp"
#include "support/prober_bench.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::EchoResponder;
using test::ProberBench;
using test::shell;
using What = test::Heard::What;
using Kind = IcmpSocket::Kind;

Source from(const char* text) {
  return {address(text), {}, {}, 0};
}

// They are not, in a new network namespace.
bool allow_ping_sockets() {
  return shell("echo 0 0 > /proc/sys/net/ipv4/ping_group_range");
}

bool same_kind(const char* source, Kind kind) {
  const auto socket = IcmpSocket::open(from(source));
  return socket && socket->kind == kind;
}

// The tests that hold for both kinds of sockets.
class IcmpProberOfEachKind : public testing::TestWithParam<Kind> {
 protected:
  // Runs `body` with loopback up and sockets of this kind.
  void run(const std::function<std::string()>& body) {
    const auto in_namespace = [this, &body]() -> std::string {
      CHECK(shell("ip link set lo up"));
      CHECK(GetParam() == Kind::raw || allow_ping_sockets());
      CHECK(same_kind("127.0.0.1", GetParam()));
      return body();
    };
    SUCCEEDS_IN_A_NAMESPACE(in_namespace);
  }
};

INSTANTIATE_TEST_SUITE_P(Kinds, IcmpProberOfEachKind, testing::Values(Kind::datagram, Kind::raw),
                         [](const auto& kind) {
                           return kind.param == Kind::raw ? "Raw" : "Datagram";
                         });

TEST_P(IcmpProberOfEachKind, MeasuresTheRoundTrip) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 77);
    CHECK(bench.until_heard(What::answered));
    CHECK(bench.heard({What::sent, What::answered}));
    CHECK(bench.last().target == 5 && bench.last().number == 77);
    CHECK(bench.last().round_trip > 0s && bench.last().round_trip < 1s);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, MeasuresTheRoundTripOverIpv6) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("::1"));
    bench.probe(address("::1"));
    CHECK(bench.until_heard(What::answered));
    CHECK(bench.heard({What::sent, What::answered}));
    CHECK(bench.last().round_trip > 0s && bench.last().round_trip < 1s);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, SendsNothingBeforeItIsFlushed) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.start(address("127.0.0.2"));
    CHECK(bench.heard({}));
    bench.flush();
    CHECK(bench.heard({What::sent}));
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, TellsTheProbesOfManyBatchesApart) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    constexpr std::uint64_t probes = 2 * batch_size + 5;
    for (std::uint64_t number = 0; number < probes; ++number) {
      bench.start(address("127.0.0.2"), number);
    }
    bench.flush();
    CHECK(bench.listener.count(What::sent) == probes);
    CHECK(bench.until_heard(What::answered, probes));
    std::vector<std::uint64_t> numbers;
    for (const auto& event : bench.listener.heard) {
      if (event.what == What::answered) numbers.push_back(event.number);
    }
    std::ranges::sort(numbers);
    for (std::uint64_t number = 0; number < probes; ++number) CHECK(numbers[number] == number);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, SendsTheRestOfABatchWhenOneOfItHasNoRoute) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.start(address("127.0.0.2"), 1);
    bench.start(address("198.51.100.1"), 2);
    bench.start(address("127.0.0.3"), 3);
    bench.flush();
    CHECK(bench.heard({What::sent, What::not_sent, What::sent}));
    CHECK(bench.listener.heard[1].error == ErrorReason::send);
    CHECK(bench.listener.heard[1].number == 2);
    CHECK(bench.until_heard(What::answered, 2));
    return {};
  });
}

// Loopback dates a departure while it is being sent; the numbers must fit to tell whose it is.
TEST_P(IcmpProberOfEachKind, DatesEachDepartureAlsoAfterOneThatFailed) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    for (int round = 0; round < 3; ++round) {
      const FlightIndex first = bench.start(address("127.0.0.2"), 1);
      bench.start(address("198.51.100.1"), 2);
      const FlightIndex second = bench.start(address("127.0.0.2"), 3);
      const FlightIndex third = bench.start(address("127.0.0.3"), 4);
      bench.flush();
      const auto departure = [&](FlightIndex flight) {
        return bench.listener.flights[flight].departure.timestamp;
      };
      CHECK(departure(first) && departure(second) && departure(third));
      CHECK(*departure(first) < *departure(second) && *departure(second) < *departure(third));
    }
    return {};
  });
}

// The genuine reply comes after the forged ones; once it is heard, those were read and dropped.
TEST_P(IcmpProberOfEachKind, DropsForgedRepliesAndTakesTheGenuineOne) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"));
    const EchoMessage reply = EchoResponder::reply_to(edge.next_request());
    EchoMessage wrong_code = reply;
    wrong_code.back() ^= 1;
    EchoMessage other_probe = reply;
    other_probe[31] ^= 1;  // the last byte of its number
    edge.send(wrong_code);
    edge.send(other_probe);
    edge.send(EchoCodec().encode_request(Family::ipv4, 1, {}));
    edge.send(reply);
    CHECK(bench.until_heard(What::answered));
    CHECK(bench.heard({What::sent, What::answered}));
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, DropsARealReplyFromAnotherAddress) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    EchoResponder other(address("127.0.0.3"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 1);
    bench.probe(address("127.0.0.3"), 2);
    const EchoMessage first = edge.next_request();
    const EchoMessage second = other.next_request();
    other.send(EchoResponder::reply_to(first));
    other.send(EchoResponder::reply_to(second));
    CHECK(bench.until_heard(What::answered));
    CHECK(bench.heard({What::sent, What::sent, What::answered}));
    CHECK(bench.last().number == 2);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, ReportsASecondReplyAsStray) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 77);
    const EchoMessage reply = EchoResponder::reply_to(edge.next_request());
    edge.send(reply);
    edge.send(reply);
    CHECK(bench.until_heard(What::stray));
    CHECK(bench.heard({What::sent, What::answered, What::stray}));
    CHECK(bench.last().target == 5 && bench.last().number == 77);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, ReportsTheReplyToAnAbandonedProbeAsStray) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.listener.flights.close(bench.probe(address("127.0.0.2"), 77));
    bench.probe(address("127.0.0.2"), 78);  // in the same record
    const EchoMessage late = edge.next_request();
    edge.send(EchoResponder::reply_to(late));
    CHECK(bench.until_heard(What::stray));
    CHECK(bench.last().number == 77);
    CHECK(bench.listener.count(What::answered) == 0);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, IsToldThatAHostIsUnreachable) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 77);
    const EchoMessage request = edge.next_request();
    EchoMessage forged = request;
    forged.back() ^= 1;
    edge.send_unreachable(forged);
    edge.send_unreachable(std::span(request).first(8));  // as little as RFC 792 asks to be quoted
    bench.drain();
    CHECK(bench.heard({What::sent}));
    edge.send_unreachable(request);
    CHECK(bench.until_heard(What::lost));
    CHECK(bench.heard({What::sent, What::lost}));
    CHECK(bench.last().loss == LossReason::unreachable && bench.last().number == 77);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, DropsAnUnreachableThatQuotesAnotherDestination) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    EchoResponder other(address("127.0.0.3"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 1);
    bench.probe(address("127.0.0.3"), 2);
    const EchoMessage first = edge.next_request();
    const EchoMessage second = other.next_request();
    other.send_unreachable(first);
    other.send_unreachable(second);
    CHECK(bench.until_heard(What::lost));
    CHECK(bench.heard({What::sent, What::sent, What::lost}));
    CHECK(bench.last().number == 2);
    return {};
  });
}

// The kernel reports an ICMP error at the next system call, which may be for another probe.
TEST_P(IcmpProberOfEachKind, SendsAProbeThoughAnEarlierOneHasFailed) {
  run([]() -> std::string {
    CHECK(test::silence_kernel_replies());
    EchoResponder edge(address("127.0.0.2"));
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 1);
    edge.send_unreachable(edge.next_request());
    bench.probe(address("127.0.0.2"), 2);
    edge.send(EchoResponder::reply_to(edge.next_request()));
    CHECK(bench.until_heard(What::answered));
    CHECK(bench.until_heard(What::lost));
    CHECK(bench.listener.count(What::sent) == 2);
    CHECK(bench.listener.count(What::not_sent) == 0);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, DoesNotLeaveFromAnAddressThatIsNotLocal) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("192.0.2.1"));
    bench.probe(address("127.0.0.1"));
    CHECK(bench.heard({What::not_sent}));
    CHECK(bench.last().error == ErrorReason::source);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, DoesNotSeeTheRepliesOfAnotherProbersSocket) {
  run([]() -> std::string {
    ProberBench ours(IcmpOptions{}, from("127.0.0.1"));
    ProberBench theirs(IcmpOptions{}, from("127.0.0.1"));
    ours.probe(address("127.0.0.2"), 1);
    theirs.probe(address("127.0.0.2"), 2);
    CHECK(ours.until_heard(What::answered));
    CHECK(theirs.until_heard(What::answered));
    CHECK(ours.heard({What::sent, What::answered}));
    CHECK(theirs.heard({What::sent, What::answered}));
    return {};
  });
}

std::string probe_without_permission() {
  CHECK(shell("ip link set lo up"));
  CHECK(test::drop_capabilities());
  test::ManualClock clock;
  ProberBench bench(IcmpOptions{}, from("127.0.0.1"), clock);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.heard({What::not_sent}));
  CHECK(bench.last().error == ErrorReason::permission);

  clock.advance(10s);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.heard({What::not_sent, What::not_sent}));
  CHECK(bench.last().error == ErrorReason::permission);
  return {};
}

TEST(IcmpProber, SaysThatItHasNoPermission) {
  SUCCEEDS_IN_A_NAMESPACE(probe_without_permission);
}

// An address stands for the permission here, as both are asked for again in the same way.
std::string probe_when_the_address_has_come() {
  CHECK(shell("ip link set lo up"));
  CHECK(allow_ping_sockets());
  test::ManualClock clock;
  ProberBench bench(IcmpOptions{}, from("192.0.2.1"), clock);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.heard({What::not_sent}));
  CHECK(shell("ip address add 192.0.2.1/32 dev lo"));
  clock.advance(1min);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.until_heard(What::answered));
  return {};
}

TEST(IcmpProber, AsksForItsSocketAgainAfterAWhile) {
  SUCCEEDS_IN_A_NAMESPACE(probe_when_the_address_has_come);
}

std::string open_both_kinds() {
  CHECK(shell("ip link set lo up"));
  CHECK(same_kind("127.0.0.1", Kind::raw) && same_kind("::1", Kind::raw));
  CHECK(allow_ping_sockets());
  CHECK(same_kind("127.0.0.1", Kind::datagram) && same_kind("::1", Kind::datagram));
  return {};
}

TEST(IcmpSocket, IsADatagramSocketWhereAllowedElseARawOne) {
  SUCCEEDS_IN_A_NAMESPACE(open_both_kinds);
}

}  // namespace
}  // namespace peeringd
