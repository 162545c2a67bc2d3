#include "probe/icmp_prober.hpp"

#include "icmp_test.hpp"
#include "support/manual_clock.hpp"
#include "support/prober_bench.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::allow_ping_sockets;
using test::from;
using test::opens_as;
using test::ProberBench;
using test::shell;
using EventType = test::ProbeEvent::Type;
using Kind = IcmpSocket::Kind;

class IcmpProberOfEachKind : public test::EachKindOfIcmpSocket {};
INSTANTIATE_TEST_SUITE_P(Kinds, IcmpProberOfEachKind, test::both_kinds_of_icmp_socket,
                         test::name_of_kind);

TEST_P(IcmpProberOfEachKind, MeasuresTheRoundTrip) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.probe(address("127.0.0.2"), 77);
    CHECK(bench.until_recorded(EventType::answered));
    CHECK(bench.recorded({EventType::sent, EventType::answered}));
    CHECK(bench.last().target == 5 && bench.last().number == 77);
    CHECK(bench.last().round_trip > 0s && bench.last().round_trip < 1s);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, MeasuresTheRoundTripOverIpv6) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("::1"));
    bench.probe(address("::1"));
    CHECK(bench.until_recorded(EventType::answered));
    CHECK(bench.recorded({EventType::sent, EventType::answered}));
    CHECK(bench.last().round_trip > 0s && bench.last().round_trip < 1s);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, SendsNothingBeforeItIsFlushed) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.start(address("127.0.0.2"));
    CHECK(bench.recorded({}));
    bench.flush();
    CHECK(bench.recorded({EventType::sent}));
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, DistinguishesTheProbesOfManyBatches) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    constexpr std::uint64_t probes = 2 * batch_size + 5;
    for (std::uint64_t number = 0; number < probes; ++number) {
      bench.start(address("127.0.0.2"), number);
    }
    bench.flush();
    CHECK(bench.listener.count(EventType::sent) == probes);
    CHECK(bench.until_recorded(EventType::answered, probes));
    std::vector<std::uint64_t> numbers;
    for (const auto& event : bench.listener.events) {
      if (event.type == EventType::answered) numbers.push_back(event.number);
    }
    std::ranges::sort(numbers);
    for (std::uint64_t number = 0; number < probes; ++number) CHECK(numbers[number] == number);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, SendsTheRestOfABatchWhenOneDatagramHasNoRoute) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("127.0.0.1"));
    bench.start(address("127.0.0.2"), 1);
    bench.start(address("198.51.100.1"), 2);
    bench.start(address("127.0.0.3"), 3);
    bench.flush();
    CHECK(bench.recorded({EventType::sent, EventType::not_sent, EventType::sent}));
    CHECK(bench.listener.events[1].error == ErrorReason::send);
    CHECK(bench.listener.events[1].number == 2);
    CHECK(bench.until_recorded(EventType::answered, 2));
    return {};
  });
}

// Loopback timestamps a departure while sending; the numbers identify its probe.
TEST_P(IcmpProberOfEachKind, TimestampsEachDepartureAlsoAfterAFailedOne) {
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

TEST_P(IcmpProberOfEachKind, SendsNothingFromAnAddressThatIsNotLocal) {
  run([]() -> std::string {
    ProberBench bench(IcmpOptions{}, from("192.0.2.1"));
    bench.probe(address("127.0.0.1"));
    CHECK(bench.recorded({EventType::not_sent}));
    CHECK(bench.last().error == ErrorReason::source);
    return {};
  });
}

TEST_P(IcmpProberOfEachKind, IgnoresRepliesToAnotherProber) {
  run([]() -> std::string {
    ProberBench ours(IcmpOptions{}, from("127.0.0.1"));
    ProberBench theirs(IcmpOptions{}, from("127.0.0.1"));
    ours.probe(address("127.0.0.2"), 1);
    theirs.probe(address("127.0.0.2"), 2);
    CHECK(ours.until_recorded(EventType::answered));
    CHECK(theirs.until_recorded(EventType::answered));
    CHECK(ours.recorded({EventType::sent, EventType::answered}));
    CHECK(theirs.recorded({EventType::sent, EventType::answered}));
    return {};
  });
}

std::string probe_without_permission() {
  CHECK(shell("ip link set lo up"));
  CHECK(test::drop_capabilities());
  test::ManualClock clock;
  ProberBench bench(IcmpOptions{}, from("127.0.0.1"), clock);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.recorded({EventType::not_sent}));
  CHECK(bench.last().error == ErrorReason::permission);

  clock.advance(10s);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.recorded({EventType::not_sent, EventType::not_sent}));
  CHECK(bench.last().error == ErrorReason::permission);
  return {};
}

TEST(IcmpProber, ReportsAMissingPermission) {
  SUCCEEDS_IN_A_NAMESPACE(probe_without_permission);
}

// Uses an address in place of the permission, since both are retried in the same way.
std::string probe_once_the_address_exists() {
  CHECK(shell("ip link set lo up"));
  CHECK(allow_ping_sockets());
  test::ManualClock clock;
  ProberBench bench(IcmpOptions{}, from("192.0.2.1"), clock);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.recorded({EventType::not_sent}));
  CHECK(shell("ip address add 192.0.2.1/32 dev lo"));
  clock.advance(1min);
  bench.probe(address("127.0.0.2"));
  CHECK(bench.until_recorded(EventType::answered));
  return {};
}

TEST(IcmpProber, RetriesOpeningItsSocket) {
  SUCCEEDS_IN_A_NAMESPACE(probe_once_the_address_exists);
}

std::string open_both_kinds() {
  CHECK(shell("ip link set lo up"));
  CHECK(opens_as("127.0.0.1", Kind::raw) && opens_as("::1", Kind::raw));
  CHECK(allow_ping_sockets());
  CHECK(opens_as("127.0.0.1", Kind::datagram) && opens_as("::1", Kind::datagram));
  return {};
}

TEST(IcmpSocket, UsesADatagramSocketWhereAllowedElseARawOne) {
  SUCCEEDS_IN_A_NAMESPACE(open_both_kinds);
}

}  // namespace
}  // namespace peeringd
