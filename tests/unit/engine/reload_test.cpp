// Reloads while the loop probes.
#include <gtest/gtest.h>

#include "connection/source_choice.hpp"
#include "net/read_local_network.hpp"
#include "support/loopback.hpp"
#include "support/namespace_test.hpp"
#include "support/running_engine.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using test::address;
using test::received;
using test::shell;
using Running = test::RunningEngine;

constexpr auto reload_interval = 100ms;

// Connections of these names, all probing the same port on loopback.
Config config(std::uint16_t port, const std::vector<std::string>& names,
              Duration interval = reload_interval) {
  std::vector<ConnectionConfig> connections;
  for (const std::string& name : names) {
    connections.push_back(test::connection(name, {test::prefix("127.0.0.0/8")}));
  }
  return test::config(
      {test::endpoint("edge", "127.0.0.2", {test::tcp_probe(port, interval, reload_interval)})},
      std::move(connections));
}

Result<void> reload(Running& running, Config next) {
  Engine& engine = running.engine();
  const auto network = read_local_network(network_query_for(next));
  if (!network) return network.error();
  return engine.reload(plan_reload(engine.config(), std::make_shared<const Config>(std::move(next)),
                                   SystemClock{}.now()),
                       *network);
}

std::string go_on() {
  CHECK(shell("ip link set lo up"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  const std::uint16_t port = test::port_of(listener);
  Running running(config(port, {"stays", "goes"}));
  CHECK(running.start());
  CHECK(running.until(received(0, 3)));
  const auto before = running.snapshot();

  CHECK(reload(running, config(port, {"comes", "stays"})));
  const auto after = running.snapshot();
  CHECK(after->config->connections[0].name == "comes");
  CHECK(after->targets.size() == 2);
  CHECK(after->targets[0].counters.sent == 0);
  CHECK(after->targets[1].counters.received >= before->targets[0].counters.received);
  CHECK(after->targets[1].window.due() >= before->targets[0].window.due());
  CHECK(running.until(received(0, 3)));
  CHECK(running.until(received(1, before->targets[0].counters.received + 3)));
  running.stop();
  CHECK(running.run_out());
  return {};
}

TEST(Reload, KeepsUnchangedTargets) {
  SUCCEEDS_IN_A_NAMESPACE(go_on);
}

// On a busy machine the loop skips some ticks; a slow reload would skip one each time.
std::string skip_nothing() {
  CHECK(shell("ip link set lo up"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  const std::uint16_t port = test::port_of(listener);
  Running running(config(port, {"stays", "goes"}));
  CHECK(running.start());
  CHECK(running.until(received(0, 1)));
  std::uint64_t skipped = 1;
  for (int attempt = 0; attempt < 20 && skipped != 0; ++attempt) {
    const ProbeCounters before = running.snapshot()->targets[0].counters;
    CHECK(reload(running, config(port, {"stays", "comes-" + std::to_string(attempt)})));
    CHECK(running.until(received(0, before.received + 3)));
    skipped = running.snapshot()->targets[0].counters.skipped - before.skipped;
  }
  CHECK(skipped == 0);
  return {};
}

TEST(Reload, SkipsNoTickOfAnUnchangedTarget) {
  SUCCEEDS_IN_A_NAMESPACE(skip_nothing);
}

std::string alternate() {
  CHECK(shell("ip link set lo up"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  const std::uint16_t port = test::port_of(listener);
  Running running(config(port, {"a", "b"}));
  CHECK(running.start());
  std::uint64_t sent = 0;
  for (int i = 0; i < 200; ++i) {
    const bool odd = i % 2 != 0;
    CHECK(reload(running,
                 odd ? config(port, {"a", "b"}) : config(port, {"x", "a"}, 2 * reload_interval)));
    const auto snapshot = running.snapshot();
    CHECK(snapshot);
    for (const TargetSnapshot& target : snapshot->targets) CHECK(test::balanced(target.counters));
    const TargetSnapshot& stays = snapshot->targets[odd ? 0 : 1];
    CHECK(stays.counters.sent >= sent);
    sent = stays.counters.sent;
  }
  CHECK(running.until(received(0, 3)));
  CHECK(running.snapshot()->targets[0].counters.lost_total() == 0);
  return {};
}

TEST(Reload, BalancesAfterManyReloads) {
  SUCCEEDS_IN_A_NAMESPACE(alternate);
}

std::string during_a_snapshot() {
  CHECK(shell("ip link set lo up"));
  std::vector<std::string> many;
  for (int i = 0; i < 1000; ++i) many.push_back("connection-" + std::to_string(i));
  Running running(config(1, many, 1h));
  CHECK(running.start());
  std::shared_ptr<const Snapshot> taken;
  running.engine().take_snapshot([&](auto snapshot) { taken = std::move(snapshot); });
  running.turn();  // a slice
  many.resize(600);
  CHECK(reload(running, config(1, many, 1h)));
  while (!taken) running.turn();
  CHECK(taken->config == running.engine().config());
  CHECK(taken->targets.size() == 600);
  CHECK(taken->prefixes.size() == 600);
  return {};
}

TEST(Reload, RestartsASnapshotInProgress) {
  SUCCEEDS_IN_A_NAMESPACE(during_a_snapshot);
}

std::string another_source() {
  CHECK(shell("ip link set lo up && ip address add 203.0.113.10/32 dev lo"));
  const Descriptor listener = test::tcp_listener(address("127.0.0.2"));
  const std::uint16_t port = test::port_of(listener);
  Running running(config(port, {"contoso"}));
  CHECK(running.start());
  CHECK(running.until(received(0, 2)));

  Config next = config(port, {"contoso"});
  next.connections[0].prefixes[0] = test::prefix("203.0.113.0/24");
  CHECK(reload(running, next));
  CHECK(running.until(received(0, 2)));
  CHECK(running.snapshot()->prefixes[0].choice.source->address == address("203.0.113.10"));

  next.connections[0].prefixes[0] = test::prefix("198.51.100.0/24");
  CHECK(reload(running, next));
  const auto snapshot = running.snapshot();
  CHECK(!snapshot->prefixes[0].choice.source);
  CHECK(!snapshot->targets[0].address);
  return {};
}

TEST(Reload, ProbesFromTheSourcesOfTheNewConfiguration) {
  SUCCEEDS_IN_A_NAMESPACE(another_source);
}

}  // namespace
}  // namespace peeringd
