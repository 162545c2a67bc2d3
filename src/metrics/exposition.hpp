// From a snapshot to the text that Prometheus scrapes. prometheus-cpp stays in this folder.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "model/alert_report.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// What the daemon says of itself.
struct DaemonFacts {
  std::string version;
  WallTime config_loaded_at{};         ///< when the configuration in force was loaded
  bool last_reload_successful = true;  ///< false: a newer configuration was refused
};

/// `Content-Type` of an exposition.
inline constexpr const char* exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics in Prometheus' text format, made piece by piece: of many targets the whole would
/// take hundreds of megabytes. One thread at a time, any.
class Exposition {
 public:
  /// Without `alerts`, which is of the last evaluation, there are none of the metrics that it
  /// tells. Both must outlive the exposition. Computes the quantiles, so it takes time in
  /// proportion to the samples in the snapshot; reads /proc/self.
  Exposition(const Snapshot& snapshot, const AlertReport* alerts, const DaemonFacts& facts);
  Exposition(const Exposition&) = delete;
  Exposition& operator=(const Exposition&) = delete;
  ~Exposition();

  /// What comes next: whole lines, some tens of kilobytes. Empty at the end.
  std::string next_piece();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// All pieces as one.
std::string render_exposition(const Snapshot& snapshot, const AlertReport* alerts,
                              const DaemonFacts& facts);

}  // namespace peeringd
