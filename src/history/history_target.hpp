// The series of the history: a target, or all targets of a path or of a prefix together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "model/period_record.hpp"
#include "model/target.hpp"

namespace peeringd {

struct Config;

/// The kinds of series. A record of a path or a prefix is the sum of its targets.
enum class SeriesKind : std::uint8_t { prefix, path, target };

/// `probe` is empty for a path, `endpoint` and `probe` for a prefix. Survives reloads and restarts.
using SeriesKey = TargetKey;

inline SeriesKind kind_of(const SeriesKey& key) {
  if (!key.probe.empty()) return SeriesKind::target;
  return key.endpoint.empty() ? SeriesKind::prefix : SeriesKind::path;
}

struct SeriesKeyHash {
  std::size_t operator()(const SeriesKey& key) const;
};

struct HistoryTarget {
  SeriesKey key;
  /// Whether the target counts in the figures of its path and prefix, as in the roll-up: only
  /// probes that measure the path to the edge count, or all probes if a path has no such probe.
  bool counts_in_path = false;
  bool counts_in_prefix = false;
};

HistoryTarget history_target(const Config& config, const Target& target);

/// The record of a target for one minute.
struct TargetRecord {
  std::shared_ptr<const HistoryTarget> target;
  PeriodRecord record;
};

}  // namespace peeringd
