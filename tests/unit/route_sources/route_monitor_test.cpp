#include "route_sources/route_monitor.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "support/scripted_server.hpp"

namespace peeringd::test {
namespace {

using namespace std::chrono_literals;

// A prefix whose origin is AS 64496, and these sources.
std::shared_ptr<const Config> config_with(RouteSources sources) {
  Config config;
  ConnectionConfig connection;
  connection.name = "contoso";
  PrefixConfig prefix;
  prefix.prefix = *IpPrefix::parse("203.0.113.0/24");
  prefix.routes.origins = {64496};
  connection.prefixes.push_back(prefix);
  config.connections.push_back(connection);
  config.routes = std::move(sources);
  return std::make_shared<const Config>(std::move(config));
}

RouteSources cache_at(std::uint16_t port) {
  RouteSources sources;
  sources.rpki = {{"127.0.0.1", port}};
  return sources;
}

template <typename Condition>
bool until(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

// Two VRPs for the prefix, of session 9 and serial 1.
void send_vrps(Peer& peer) {
  using namespace std::string_view_literals;
  if (peer.read().empty()) return;
  peer.write("\x01\x03\x00\x09\x00\x00\x00\x08"sv);
  peer.write("\x01\x04\x00\x00\x00\x00\x00\x14\x01\x18\x18\x00\xcb\x00\x71\x00\x00\x00\xfb\xf0"sv);
  peer.write("\x01\x04\x00\x00\x00\x00\x00\x14\x01\x18\x18\x00\xcb\x00\x71\x00\x00\x00\xfc\x9a"sv);
  peer.write("\x01\x07\x00\x09\x00\x00\x00\x18\x00\x00\x00\x01"sv);
  peer.write("\x00\x00\x0e\x10\x00\x00\x02\x58\x00\x00\x1c\x20"sv);
  peer.wait_for_end();
}

TEST(RouteMonitor, ReportsItsSources) {
  ScriptedServer cache(send_vrps);
  const SystemClock clock;
  RouteMonitor monitor(clock, {});
  EXPECT_FALSE(monitor.facts()->rpki);
  monitor.use(config_with(cache_at(cache.port())));
  ASSERT_TRUE(until([&] { return monitor.facts()->rpki && monitor.facts()->rpki->vrps; }));
  EXPECT_EQ(monitor.facts()->rpki->vrps, 2U);
  EXPECT_FALSE(monitor.facts()->ris);
}

TEST(RouteMonitor, FollowsTheConfiguration) {
  ScriptedServer cache(send_vrps);
  const SystemClock clock;
  RouteMonitor monitor(clock, {});
  monitor.use(config_with(cache_at(cache.port())));
  ASSERT_TRUE(until([&] { return monitor.facts()->rpki && monitor.facts()->rpki->vrps; }));
  monitor.use(config_with(RouteSources{}));
  EXPECT_TRUE(until([&] { return !monitor.facts()->rpki; }));
  monitor.use(config_with(cache_at(cache.port())));
  EXPECT_TRUE(until([&] { return monitor.facts()->rpki && monitor.facts()->rpki->vrps; }));
  EXPECT_EQ(cache.connections(), 2);
}

TEST(RouteMonitor, StopsWhileItConnects) {
  ScriptedServer silent([](Peer& peer) { peer.wait_for_end(); });
  const SystemClock clock;
  RouteMonitor monitor(clock, {});
  monitor.use(config_with(cache_at(silent.port())));
  monitor.stop();
  monitor.stop();
  EXPECT_FALSE(monitor.facts()->rpki && monitor.facts()->rpki->vrps);
}

}  // namespace
}  // namespace peeringd::test
