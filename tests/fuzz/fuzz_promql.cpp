// The body of an untrusted store's answer, read within small limits.
#include "fleet/promql_answer.hpp"
#include "fuzz/expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using peeringd::fuzz::expect;
  constexpr peeringd::PromLimits limits{8, 64};
  const auto result = peeringd::read_promql_answer(peeringd::fuzz::text_of(data, size), limits);
  if (const auto* problem = std::get_if<peeringd::StoreProblem>(&result)) {
    expect(!problem->text.empty(), "a problem has a sentence");
    return 0;
  }
  const auto* answer = std::get_if<peeringd::PromAnswer>(&result);
  std::size_t samples = 0;
  for (const peeringd::PromSeries& series : answer->series) samples += series.samples.size();
  expect(answer->series.size() <= limits.series, "the number of series is limited");
  expect(samples <= limits.samples, "the number of samples is limited");
  expect(answer->warnings.size() <= 8, "the number of warnings is limited");
  return 0;
}
