// What a run of probes says about each connection: were all targets answered, and are the figures
// within the thresholds? A few probes cannot show a small loss.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/snapshot.hpp"
#include "model/test_result.hpp"

namespace peeringd {

struct ProbeVerdict {
  std::uint32_t connection = 0;  ///< index into the Config
  /// Fail if a target did not answer or is beyond a critical threshold, Warning beyond a warning
  /// threshold, else Pass. Indeterminate without targets. Of a prefix without a source: as the
  /// daemon rates it, if the host never had one.
  TestResult result = TestResult::indeterminate;
  std::size_t targets = 0;
  std::size_t answered = 0;
  std::size_t left_out = 0;           ///< targets beside these that need not answer, and have not
  std::vector<std::string> causes{};  ///< one per target and threshold; for people
};

/// One per connection that has targets, in the order of the configuration. Compares the median
/// round-trip time and the loss of each target with the thresholds of its path.
std::vector<ProbeVerdict> verdicts_of(const Snapshot& snapshot);

/// `contoso-seattle: Pass, 4 of 4 targets answered`, one line each, and below it up to five causes.
/// At the end one line for each reason for which this host did not send probes, with what to do.
std::string verdict_lines(const Snapshot& snapshot);

}  // namespace peeringd
