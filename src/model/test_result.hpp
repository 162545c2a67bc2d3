// The result of comparing figures with thresholds, with the values of Azure Connection Monitor's
// TestResult.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace peeringd {

enum class TestResult : std::uint8_t { indeterminate = 0, pass = 1, warning = 2, fail = 3 };

/// By value of TestResult.
inline constexpr std::array<std::string_view, 4> test_result_names{"Indeterminate", "Pass",
                                                                   "Warning", "Fail"};

inline std::string_view name_of(TestResult result) {
  return test_result_names[static_cast<std::size_t>(result)];
}

/// The result of parts that must all be good, in the order Fail, Warning, Indeterminate, Pass: what
/// is not known never reads as Pass.
TestResult worst_of(TestResult a, TestResult b);

/// The result of redundant parts, in the order Pass, Warning, Indeterminate, Fail.
TestResult best_of(TestResult a, TestResult b);

}  // namespace peeringd
