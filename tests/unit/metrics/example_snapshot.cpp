#include "example_snapshot.hpp"

#include "support/test_config.hpp"

namespace peeringd::test {

using namespace std::chrono_literals;

Config example_config() {
  ConnectionConfig seattle =
      connection("contoso-seattle", {prefix("203.0.113.0/24"), prefix("2001:db8:b::/48")});
  seattle.location.latitude = 47.6;
  seattle.location.longitude = -122.33;
  seattle.labels = {{"office", "hq"}};
  return config(
      {endpoint("exchange-online", "outlook.office365.com", {icmp_probe(), tcp_probe(80)})},
      {seattle});
}

TargetSnapshot unmeasured(const Config& config, const Target& target) {
  return {.target = target,
          .address = std::nullopt,
          .resolving = {},
          .unknown = false,
          .counters = {},
          .round_trips = Histogram(config.rtt_buckets.size()),
          .window = SampleWindow(30),
          .observations = nullptr};
}

namespace {

TargetSnapshot measured(const Config& config) {
  TargetSnapshot target = unmeasured(config, {0, 0, 0, 0});
  target.address = boost::asio::ip::make_address("192.0.2.1");
  std::uint64_t number = 100;
  for (const Duration round_trip :
       {Duration{500us}, Duration{2ms}, Duration{-1}, Duration{4ms}, Duration{200ms}}) {
    record_sent(target.counters);
    if (round_trip < 0ms) {
      record_lost(target.counters, LossReason::timeout);
      target.window.lose(number++);
      continue;
    }
    record_received(target.counters);
    target.round_trips.observe(round_trip, config.rtt_buckets);
    target.window.answer(number++, round_trip);
  }
  record_sent(target.counters);
  target.counters.late = 1;
  target.counters.skipped = 7;
  return target;
}

TargetSnapshot without_source(const Config& config, std::uint32_t probe) {
  TargetSnapshot target = unmeasured(config, {0, 1, 0, probe});
  for (int i = 0; i < 3; ++i) record_error(target.counters, ErrorReason::source);
  return target;
}

}  // namespace

Snapshot example_snapshot() {
  const auto config = std::make_shared<const Config>(example_config());
  Snapshot snapshot;
  snapshot.config = config;
  SourceChoice choice;
  choice.source = Source{boost::asio::ip::make_address("203.0.113.10"), {}, {}, 0};
  choice.interface = "wan0";
  choice.network = "203.0.113.0/24";
  SourceChoice none;
  none.network = "2001:db8:b::/48";
  none.problem = "this host has no address in 2001:db8:b::/48";
  snapshot.prefixes = {{0, 0, choice}, {0, 1, none}};
  for (const Duration round_trip :
       {Duration{500us}, Duration{2ms}, Duration{4ms}, Duration{200ms}}) {
    snapshot.prefixes[0].totals.round_trips.observe(round_trip, prefix_rtt_bounds());
  }
  snapshot.targets = {measured(*config), unmeasured(*config, {0, 0, 0, 1}),
                      without_source(*config, 0), without_source(*config, 1)};
  snapshot.lag_bounds = {1ms, 10ms};
  snapshot.lag = Histogram(2);
  snapshot.lag.observe(200us, snapshot.lag_bounds);
  snapshot.lag.observe(20ms, snapshot.lag_bounds);
  return snapshot;
}

DaemonFacts example_facts() {
  return {"1.2.3", WallTime{1'700'000'000s}, true, std::string(64, 'a')};
}

}  // namespace peeringd::test
