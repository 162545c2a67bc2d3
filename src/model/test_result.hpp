// The result of comparing figures with thresholds, with the values of Azure Connection Monitor's
// TestResult.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace peeringd {

enum class TestResult : std::uint8_t { indeterminate = 0, pass = 1, warning = 2, fail = 3 };

/// The names, indexed by TestResult.
inline constexpr std::array<std::string_view, 4> test_result_names{"Indeterminate", "Pass",
                                                                   "Warning", "Fail"};

inline std::string_view name_of(TestResult result) {
  return test_result_names[static_cast<std::size_t>(result)];
}

/// The result of parts that must all be good: the first that occurs of Fail, Warning, Indeterminate
/// and Pass. So an unknown part never reads as Pass.
TestResult worst_of(TestResult a, TestResult b);

/// A prefix of a connection, or a connection of a redundancy group.
struct Member {
  TestResult result = TestResult::indeterminate;
  bool warm = true;  ///< has finished its warm-up
  bool up = false;   ///< reaches the edge, whatever its result
};

/// Fail if all prefixes fail, Warning if some fail or any warns, Pass if all known prefixes pass.
/// If others fail, an Indeterminate prefix makes it Warning if it is up, and counts as Fail if it
/// is not and its warm-up has finished.
TestResult result_of_connection(std::span<const Member> prefixes);

/// Pass if a connection passes and none fails, Fail if all fail, else Warning. Indeterminate
/// connections count as above.
TestResult result_of_group(std::span<const Member> connections);

}  // namespace peeringd
