// The cost of rendering and compressing a scrape by number of targets.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <algorithm>

#include "connection/expand_targets.hpp"
#include "metrics/exposition.hpp"
#include "model/target.hpp"
#include "support/render_exposition.hpp"
#include "support/test_assessment.hpp"
#include "support/test_config.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

// Each target has been answered once a second for five minutes.
Snapshot snapshot_of(std::int64_t targets) {
  Config config = test::config({}, {test::connection("contoso", {test::prefix("203.0.113.0/24")})});
  config.rtt_buckets = {500us, 1ms,   2ms,   3ms,   4ms,   5ms,  7500us, 10ms,
                        15ms,  20ms,  25ms,  30ms,  40ms,  50ms, 60ms,   80ms,
                        100ms, 150ms, 200ms, 300ms, 500ms, 1s,   2s};
  config.connections[0].endpoints.clear();
  for (std::int64_t i = 0; i < targets; ++i) {
    config.connections[0].endpoints.push_back(static_cast<std::size_t>(i));
    config.endpoints.push_back(
        test::endpoint("endpoint-" + std::to_string(i), "192.0.2.1", {test::icmp_probe(1s, 1s)}));
  }
  Snapshot snapshot;
  snapshot.config = std::make_shared<const Config>(std::move(config));
  snapshot.prefixes.push_back({0, 0, {}});
  snapshot.taken_at = MonotonicTime{1000h};
  for (const Target& target : expand_targets(*snapshot.config)) {
    TargetSnapshot& one = snapshot.targets.emplace_back(
        TargetSnapshot{.target = target,
                       .address = std::nullopt,
                       .resolving = {},
                       .unknown = false,
                       .counters = {},
                       .round_trips = Histogram(snapshot.config->rtt_buckets.size()),
                       .window = SampleWindow(300, 1),
                       .observations = nullptr});
    for (std::uint64_t n = 1; n <= 300; ++n) {
      const Duration round_trip = 10ms + Duration{n * 7919 % 1000000};
      one.round_trips.observe(round_trip, snapshot.config->rtt_buckets);
      one.window.answer(n, round_trip);
    }
    one.counters.sent = one.counters.received = 300;
  }
  return snapshot;
}

void exposition(benchmark::State& state) {
  const Snapshot snapshot = snapshot_of(state.range(0));
  std::string text;
  const auto assessment = test::assessment_of(snapshot);
  for (auto _ : state) text = test::render_exposition(assessment, {});
  const auto lines = std::count(text.begin(), text.end(), '\n');
  state.SetItemsProcessed(state.iterations() * lines);
  state.counters["lines"] = static_cast<double>(lines);
  state.counters["MB"] = static_cast<double>(text.size()) / 1e6;
}
BENCHMARK(exposition)->Arg(100)->Arg(2000)->Arg(20000)->Unit(benchmark::kMillisecond);

// The compressed size by zlib level, for the choice in http/gzip.cpp.
void compress(benchmark::State& state) {
  const std::string text = test::render_exposition(test::assessment_of(snapshot_of(2000)), {});
  std::string packed(compressBound(text.size()), '\0');
  uLongf size = 0;
  for (auto _ : state) {
    size = packed.size();
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
              reinterpret_cast<const Bytef*>(text.data()), text.size(),
              static_cast<int>(state.range(0)));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["percent_left"] =
      100.0 * static_cast<double>(size) / static_cast<double>(text.size());
}
BENCHMARK(compress)->DenseRange(1, 6)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace peeringd
