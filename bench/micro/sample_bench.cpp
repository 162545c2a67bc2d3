// The cost of recording an answer, and of the figures of its window.
#include <benchmark/benchmark.h>

#include "model/histogram.hpp"
#include "model/sample_window.hpp"
#include "statistics/summary.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

void window_answer(benchmark::State& state) {
  SampleWindow window(300);
  std::uint64_t number = 0;
  for (auto _ : state) window.answer(++number, 12345678ns);
}
BENCHMARK(window_answer);

void histogram_observe(benchmark::State& state) {
  const std::vector<Duration> bounds{500us, 1ms,   2ms,   3ms,   4ms,   5ms,  7500us, 10ms,
                                     15ms,  20ms,  25ms,  30ms,  40ms,  50ms, 60ms,   80ms,
                                     100ms, 150ms, 200ms, 300ms, 500ms, 1s,   2s};
  Histogram histogram(bounds.size());
  Duration value = 0ns;
  for (auto _ : state) {
    value = (value + 1234567ns) % 100ms;
    histogram.observe(value, bounds);
  }
}
BENCHMARK(histogram_observe);

// The figures of a window of five minutes, a sample a second.
void summary_of_a_window(benchmark::State& state) {
  SampleWindow window(300);
  for (std::uint64_t n = 1; n <= 300; ++n) window.answer(n, 10ms + Duration{n * 7919 % 1000000});
  Summary summary;
  for (auto _ : state) {
    summary.clear();
    summary.add(window);
    benchmark::DoNotOptimize(summary.figures());
  }
}
BENCHMARK(summary_of_a_window);

}  // namespace
}  // namespace peeringd
