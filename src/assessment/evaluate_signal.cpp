#include "assessment/evaluate_signal.hpp"

namespace peeringd {
namespace {

bool exceeds(double value, double limit, const Rule& rule) {
  return rule.low_is_bad ? value < limit : value > limit;
}

// Applies the margin `clear`, so that a value close to the threshold does not flap.
bool clears(double value, double limit, const Rule& rule) {
  return rule.low_is_bad ? value * rule.clear >= limit : value <= limit * rule.clear;
}

ThresholdState evaluate_threshold(ThresholdState state, std::optional<double> limit,
                                  const Rule& rule, double value, MonotonicTime now) {
  if (!limit) return {};
  const bool same = state.limit == limit;
  state.limit = limit;
  if (exceeds(value, *limit, rule)) {
    if (!state.exceeded_since) state.exceeded_since = now;
    if (now - *state.exceeded_since >= rule.hold) state.active = true;
    return state;
  }
  if (state.active && same && !clears(value, *limit, rule)) return state;
  return {limit, std::nullopt, false};
}

TestResult result_of(const SignalState& state) {
  if (state.critical.active) return TestResult::fail;
  if (state.warning.active) return TestResult::warning;
  const bool pending = state.warning.exceeded_since || state.critical.exceeded_since;
  if (pending && state.result == TestResult::indeterminate) return TestResult::indeterminate;
  return TestResult::pass;
}

Change change_between(const SignalState& before, const SignalState& after, MonotonicTime now) {
  Change change{before.result, after.result, now - before.since.value_or(now), {}, {}};
  for (const ThresholdState* threshold : {&after.critical, &after.warning}) {
    if (!threshold->active) continue;
    change.limit = threshold->limit;
    change.exceeded_for = now - *threshold->exceeded_since;
    break;
  }
  return change;
}

}  // namespace

std::pair<SignalState, std::optional<Change>> evaluate_signal(SignalState state, const Rule& rule,
                                                              const Reading& reading,
                                                              MonotonicTime now) {
  const SignalState before = state;
  if (reading.value) {
    state.warning = evaluate_threshold(state.warning, rule.warning, rule, *reading.value, now);
    state.critical = evaluate_threshold(state.critical, rule.critical, rule, *reading.value, now);
    state.result = result_of(state);
  } else {
    state = {TestResult::indeterminate, before.since, {}, {}};
  }
  if (!state.since) state.since = now;
  if (state.result == before.result) return {state, std::nullopt};
  state.since = now;
  return {state, change_between(before, state, now)};
}

}  // namespace peeringd
