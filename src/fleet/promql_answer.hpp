// Answers of the HTTP API of Prometheus, which VictoriaMetrics and others speak as well: instant
// vectors and range matrices (https://prometheus.io/docs/prometheus/latest/querying/api/). Pure.
// Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fleet/store_status.hpp"

namespace peeringd {

struct PromSample {
  double time = 0;  ///< Unix time in seconds
  double value = 0;
};

struct PromSeries {
  std::vector<std::pair<std::string, std::string>> labels;
  std::vector<PromSample> samples;  ///< one for an instant vector; ascending times

  /// Empty if the series has no such label.
  std::string_view label(std::string_view name) const;
  std::string_view name() const { return label("__name__"); }
};

struct PromAnswer {
  std::vector<PromSeries> series;
  /// What the store says about a result that is perhaps not whole: the warnings of Prometheus, and
  /// a sentence for `isPartial` of a VictoriaMetrics cluster. Printable, at most eight.
  std::vector<std::string> warnings;
};

/// Limits of one answer; beyond them, it is an error.
struct PromLimits {
  std::size_t series = 400'000;
  std::size_t samples = 1'000'000;
};

/// Reads the body of an answer. Samples that are not a number (NaN, also stale markers) are left
/// out. The problem is `too_large` beyond the limits, otherwise `malformed`. It says what is wrong,
/// or repeats the store's own sentence if it refused the query.
std::variant<PromAnswer, StoreProblem> read_promql_answer(std::string_view body,
                                                          const PromLimits& limits = {});

/// The sentence of an answer with an error status; empty if it has none.
std::string promql_error(std::string_view body);

}  // namespace peeringd
