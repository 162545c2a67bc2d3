#include "model/test_result.hpp"

namespace peeringd {
namespace {

// From good to bad.
int badness(TestResult result) {
  switch (result) {
    case TestResult::pass:
      return 0;
    case TestResult::indeterminate:
      return 1;
    case TestResult::warning:
      return 2;
    case TestResult::fail:
      return 3;
  }
  return 1;
}

// A redundant part must be known to work: a degraded one is better than one of which nothing is
// known.
int unfitness(TestResult result) {
  if (result == TestResult::warning) return 1;
  return result == TestResult::indeterminate ? 2 : badness(result);
}

}  // namespace

TestResult worst_of(TestResult a, TestResult b) {
  return badness(a) >= badness(b) ? a : b;
}

TestResult best_of(TestResult a, TestResult b) {
  return unfitness(a) <= unfitness(b) ? a : b;
}

}  // namespace peeringd
