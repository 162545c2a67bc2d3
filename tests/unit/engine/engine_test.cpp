// The whole probing loop, on the loopback interface of a network namespace.
#include "engine/engine.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <map>
#include <thread>

#include "support/loopback.hpp"
#include "support/namespace_test.hpp"
#include "support/running_engine.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::received;
using Running = test::RunningEngine;
using test::shell;

constexpr auto often = 100ms;
const PrefixConfig on_loopback = test::prefix("127.0.0.0/8");

std::string probe() {
  CHECK(shell("ip link set lo up && echo 0 0 > /proc/sys/net/ipv4/ping_group_range"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  Running running(
      test::config({test::endpoint("edge", "127.0.0.2",
                                   {test::icmp_probe(often, often),
                                    test::tcp_probe(test::port_of(listener), often, often)})},
                   {test::connection("contoso", {on_loopback})}));
  CHECK(running.engine().target_count() == 2);
  CHECK(running.start());
  CHECK(running.until(received(0, 3)));
  CHECK(running.until(received(1, 3)));

  const auto snapshot = running.snapshot();
  CHECK(snapshot->config->connections[0].name == "contoso");
  CHECK(snapshot->prefixes.size() == 1);
  CHECK(snapshot->prefixes[0].choice.source->address == address("127.0.0.1"));
  CHECK(snapshot->prefixes[0].choice.interface == "lo");
  CHECK(snapshot->lag.count() >= 6);
  for (const TargetSnapshot& target : snapshot->targets) {
    CHECK(target.address == address("127.0.0.2"));
    CHECK(target.round_trips.count() == target.counters.received);
    std::uint64_t in_window = 0;
    target.window.visit([&](Duration) { ++in_window; }, [] {});
    CHECK(in_window == target.counters.received);
  }
  running.stop();
  CHECK(running.run_out());
  return {};
}

TEST(Engine, ProbesItsTargetsAndCountsEachProbe) {
  SUCCEEDS_IN_A_NAMESPACE(probe);
}

std::string feed() {
  CHECK(shell("ip link set lo up && echo 0 0 > /proc/sys/net/ipv4/ping_group_range"));
  std::map<SeriesId, std::uint64_t> answers;
  Running running(
      test::config({test::endpoint("edge", "127.0.0.2", {test::icmp_probe(often, often)}),
                    test::endpoint("other", "127.0.0.3", {test::icmp_probe(often, often)})},
                   {[] {
                     auto connection = test::connection("contoso", {on_loopback});
                     connection.endpoints = {0, 1};
                     return connection;
                   }()}),
      {.measurements = [&](const MeasurementBatch& batch) {
        for (const Answer& answer : batch.answers) ++answers[answer.series];
      }});
  CHECK(running.start());
  CHECK(running.until([&](const Snapshot& snapshot) {
    for (const TargetSnapshot& target : snapshot.targets) {
      if (answers[target.series] != target.counters.received) return false;
    }
    return received(0, 3)(snapshot) && received(1, 3)(snapshot);
  }));
  running.turn();
  running.stop();
  CHECK(running.run_out());
  const auto last = running.engine().last_snapshot();
  CHECK(last->targets.size() == 2);
  for (const TargetSnapshot& target : last->targets) {
    CHECK(answers[target.series] == target.counters.received);
  }
  return {};
}

TEST(Engine, PassesOnEveryAnswerThatItCounts) {
  SUCCEEDS_IN_A_NAMESPACE(feed);
}

std::string come_and_go() {
  CHECK(shell("ip link set lo up"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  Running running(
      test::config({test::endpoint("edge", "127.0.0.2",
                                   {test::tcp_probe(test::port_of(listener), often, often)})},
                   {test::connection("here", {on_loopback}),
                    test::connection("away", {test::prefix("203.0.113.0/24")})}));
  CHECK(running.start());
  const auto without_source = [](std::uint64_t errors) {
    return [=](const Snapshot& snapshot) {
      return !snapshot.prefixes[1].choice.source &&
             snapshot.targets[1].counters.errors[index_of(ErrorReason::source)] >= errors;
    };
  };
  CHECK(running.until(without_source(2)));
  CHECK(running.snapshot()->targets[1].counters.sent == 0);
  CHECK(!running.snapshot()->targets[1].address);

  CHECK(shell("ip address add 203.0.113.10/32 dev lo"));
  CHECK(running.until(received(1, 2)));
  CHECK(running.snapshot()->prefixes[1].choice.source->address == address("203.0.113.10"));

  CHECK(shell("ip address del 203.0.113.10/32 dev lo"));
  CHECK(
      running.until([](const Snapshot& snapshot) { return !snapshot.prefixes[1].choice.source; }));
  const auto before = running.snapshot();
  const std::uint64_t errors = before->targets[1].counters.errors[index_of(ErrorReason::source)];
  CHECK(running.until(without_source(errors + 2)));
  CHECK(running.snapshot()->targets[1].counters.sent == before->targets[1].counters.sent);
  CHECK(running.until(received(0, before->targets[0].counters.received + 2)));
  return {};
}

TEST(Engine, ProbesAPrefixOnlyWhileItHasAnAddress) {
  SUCCEEDS_IN_A_NAMESPACE(come_and_go);
}

std::string lose_an_address_in_flight() {
  CHECK(
      shell("ip link set lo up && ip link add wan0 type veth peer name far && "
            "ip link set far up && ip link set wan0 arp off up && "
            "ip address add 203.0.113.10/24 dev wan0 && ip route add 198.51.100.0/24 dev wan0 && "
            "until ip link show wan0 | grep -q LOWER_UP; do sleep 0.01; done"));
  Running running(
      test::config({test::endpoint("edge", "198.51.100.1", {test::tcp_probe(443, 3s, 2s)})},
                   {test::connection("contoso", {test::prefix("203.0.113.0/24")})}));
  CHECK(running.start());
  CHECK(running.until(
      [](const Snapshot& snapshot) { return snapshot.targets[0].counters.in_flight > 0; }));
  CHECK(shell("ip address del 203.0.113.10/24 dev wan0"));
  CHECK(running.until([](const Snapshot& snapshot) {
    const ProbeCounters& counters = snapshot.targets[0].counters;
    return counters.in_flight == 0 && counters.inconclusive + counters.lost_total() > 0;
  }));
  const auto snapshot = running.snapshot();
  CHECK(!snapshot->prefixes[0].choice.source);
  CHECK(snapshot->targets[0].counters.lost_total() == 0);
  return {};
}

TEST(Engine, CountsNoProbeAsLostThatWasInFlightWhenItsAddressWasRemoved) {
  SUCCEEDS_IN_A_NAMESPACE(lose_an_address_in_flight);
}

std::string fail_in_every_way() {
  CHECK(shell("ip link set lo up"));
  const test::ClosedPort closed(address("127.0.0.2"));
  ConnectionConfig connection = test::connection("contoso", {on_loopback});
  connection.endpoints = {0, 1, 2};
  Running running(test::config(
      {test::endpoint("refused", "127.0.0.2", {test::tcp_probe(closed.port, often, often)}),
       test::endpoint("unknown", "edge.invalid", {test::tcp_probe(443, often, often)}),
       test::endpoint("no-way", "198.51.100.1", {test::tcp_probe(443, often, often)})},
      {connection}));
  CHECK(running.start());
  CHECK(running.until([](const Snapshot& snapshot) {
    return snapshot.targets[0].counters.lost[index_of(LossReason::refused)] >= 2 &&
           snapshot.targets[1].counters.errors[index_of(ErrorReason::resolve)] >= 1 &&
           snapshot.targets[2].counters.errors[index_of(ErrorReason::send)] >= 2;
  }));
  const auto snapshot = running.snapshot();
  CHECK(snapshot->targets[0].counters.received == 0);
  CHECK(snapshot->targets[1].counters.sent == 0 && !snapshot->targets[1].address);
  CHECK(snapshot->targets[2].counters.sent == 0);
  return {};
}

TEST(Engine, DistinguishesTheReasonsWhyProbesAreNotAnswered) {
  SUCCEEDS_IN_A_NAMESPACE(fail_in_every_way);
}

TEST(Engine, HasNoPendingWorkAfterStop) {
  Running running(test::config({test::endpoint("edge", "127.0.0.2", {test::tcp_probe(1)})},
                               {test::connection("contoso", {on_loopback})}));
  ASSERT_TRUE(running.start());
  ASSERT_TRUE(running.snapshot());
  running.stop();
  EXPECT_TRUE(running.run_out());
}

TEST(Engine, TakesNoSnapshotOnceItHasStopped) {
  Running running(test::config({test::endpoint("edge", "127.0.0.2", {test::tcp_probe(1)})},
                               {test::connection("contoso", {on_loopback})}));
  ASSERT_TRUE(running.start());
  bool called = false;
  running.engine().take_snapshot([&](const auto&) { called = true; });
  running.stop();
  EXPECT_TRUE(running.run_out());
  EXPECT_FALSE(called);
}

TEST(Engine, TakesASnapshotOfMoreTargetsThanFitIntoASlice) {
  std::vector<EndpointConfig> endpoints;
  ConnectionConfig connection = test::connection("contoso", {on_loopback});
  connection.endpoints.clear();
  for (std::size_t i = 0; i < 1000; ++i) {
    endpoints.push_back(
        test::endpoint("edge-" + std::to_string(i), "127.0.0.2", {test::tcp_probe(1, 1h, 1s)}));
    connection.endpoints.push_back(i);
  }
  Running running(test::config(std::move(endpoints), {connection}));
  ASSERT_TRUE(running.start());
  const auto snapshot = running.snapshot();
  ASSERT_TRUE(snapshot);
  ASSERT_EQ(snapshot->targets.size(), 1000U);
  for (std::uint32_t i = 0; i < 1000; ++i) EXPECT_EQ(snapshot->targets[i].target.endpoint, i);
}

TEST(Engine, TakesSnapshotsForOtherThreads) {
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  Running running(
      test::config({test::endpoint("edge", "127.0.0.2",
                                   {test::tcp_probe(test::port_of(listener), often, often)})},
                   {test::connection("contoso", {on_loopback})}));
  ASSERT_TRUE(running.start());
  std::atomic<int> taken = 0;
  std::jthread scraper([&] {
    for (int i = 0; i < 50; ++i) running.engine().take_snapshot([&](const auto&) { ++taken; });
  });
  EXPECT_TRUE(running.until(
      [&](const Snapshot& snapshot) { return taken == 50 && received(0, 2)(snapshot); }));
}

}  // namespace
}  // namespace peeringd
