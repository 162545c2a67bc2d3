// The cost of diagnosing all connections when nothing is up, by number of connections.
#include <benchmark/benchmark.h>

#include <string>

#include "diagnosis/connection_diagnosis.hpp"
#include "rollup/roll_up.hpp"
#include "support/test_config.hpp"
#include "support/test_snapshot.hpp"

namespace peeringd {
namespace {

void diagnose_everything_down(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  std::vector<ConnectionConfig> connections;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string network =
        "10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".0/24";
    connections.push_back(
        test::connection("c" + std::to_string(i), {test::prefix(network.c_str())}));
  }
  const Snapshot snapshot = test::blank_snapshot(
      test::config({test::endpoint("teams", "192.0.2.1", {test::icmp_probe()})}, connections));
  const Rollup rollup = roll_up(snapshot);
  ReachReport reach;
  reach.prefixes.resize(count, {.reach = Reach::no_source, .since = snapshot.taken_at});
  reach.paths.resize(rollup.paths.size());
  for (auto _ : state) {
    const ReachView view{snapshot, rollup, reach, {}, {}};
    for (std::size_t c = 0; c < count; ++c) {
      benchmark::DoNotOptimize(diagnosis_of_connection(view, c));
    }
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(diagnose_everything_down)
    ->RangeMultiplier(4)
    ->Range(1024, 16384)
    ->Unit(benchmark::kMillisecond)
    ->Complexity(benchmark::oN);

}  // namespace
}  // namespace peeringd
