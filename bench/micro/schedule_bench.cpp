// The timing wheel with many keys, each due once a second: the cost of taking and reinserting a
// key.
#include <benchmark/benchmark.h>

#include "schedule/cadence.hpp"
#include "schedule/timing_wheel.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

void wheel_turn(benchmark::State& state) {
  const auto keys = static_cast<TimingWheel::Key>(state.range(0));
  MonotonicTime now{1000h};
  TimingWheel wheel(now);
  for (TimingWheel::Key key = 0; key < keys; ++key) {
    const Cadence cadence = make_cadence("target-" + std::to_string(key), 1s);
    wheel.schedule(key, instant_of(cadence, first_tick_from(cadence, now)));
  }
  std::vector<TimingWheel::Key> due;
  std::int64_t found = 0;
  for (auto _ : state) {
    now += 1ms;
    due.clear();
    wheel.collect_due(now, due);
    for (const TimingWheel::Key key : due) wheel.schedule(key, now + 1s);
    benchmark::DoNotOptimize(wheel.next_deadline());
    found += static_cast<std::int64_t>(due.size());
  }
  state.SetItemsProcessed(found);
}
BENCHMARK(wheel_turn)->Arg(10)->Arg(1000)->Arg(100000);

void decide(benchmark::State& state) {
  const Cadence cadence = make_cadence("target", 1s);
  MonotonicTime now{1000h};
  std::uint64_t due = first_tick_from(cadence, now);
  for (auto _ : state) {
    now = instant_of(cadence, due) + 1ms;
    due = decide_tick(cadence, due, now).next;
  }
}
BENCHMARK(decide);

}  // namespace
}  // namespace peeringd
