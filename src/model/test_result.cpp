#include "model/test_result.hpp"

#include <algorithm>

namespace peeringd {
namespace {

// The rank of a result, from good to bad.
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

bool any(std::span<const Member> members, TestResult result) {
  return std::any_of(members.begin(), members.end(),
                     [result](const Member& member) { return member.result == result; });
}

// The result of a connection or group in which no member passes or warns.
TestResult result_without_a_good_one(std::span<const Member> members) {
  if (!any(members, TestResult::fail)) return TestResult::indeterminate;
  bool some_may_be_good = false;
  for (const Member& member : members) {
    if (member.result != TestResult::indeterminate) continue;
    if (member.up) return TestResult::warning;
    if (!member.warm) some_may_be_good = true;
  }
  return some_may_be_good ? TestResult::indeterminate : TestResult::fail;
}

}  // namespace

TestResult worst_of(TestResult a, TestResult b) {
  return badness(a) >= badness(b) ? a : b;
}

TestResult result_of_connection(std::span<const Member> prefixes) {
  const bool passes = any(prefixes, TestResult::pass);
  const bool warns = any(prefixes, TestResult::warning);
  if (!passes && !warns) return result_without_a_good_one(prefixes);
  if (warns || any(prefixes, TestResult::fail)) return TestResult::warning;
  return TestResult::pass;
}

TestResult result_of_group(std::span<const Member> connections) {
  if (any(connections, TestResult::pass)) {
    return any(connections, TestResult::fail) ? TestResult::warning : TestResult::pass;
  }
  if (any(connections, TestResult::warning)) return TestResult::warning;
  return result_without_a_good_one(connections);
}

}  // namespace peeringd
