// From a snapshot to the text that Prometheus scrapes. prometheus-cpp stays in this folder.
#pragma once

#include <string>

#include "alert/alert_report.hpp"
#include "base/clock.hpp"
#include "engine/snapshot.hpp"

namespace peeringd {

/// What the daemon says of itself.
struct DaemonFacts {
  std::string version;
  WallTime config_loaded_at{};         ///< when the configuration in force was loaded
  bool last_reload_successful = true;  ///< false: a newer configuration was refused
};

/// `Content-Type` of render_exposition().
inline constexpr const char* exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics in Prometheus' text format; without `alerts`, which is of the last evaluation, none
/// of those that it tells. Computes the quantiles, so it takes time in proportion
/// to the samples in the snapshot; reads /proc/self. Any thread.
std::string render_exposition(const Snapshot& snapshot, const AlertReport* alerts,
                              const DaemonFacts& facts);

}  // namespace peeringd
