// Converts a snapshot to the text that Prometheus scrapes. prometheus-cpp is used only in this
// folder.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "model/alert_report.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// Facts about the daemon.
struct DaemonFacts {
  std::string version;
  WallTime config_loaded_at{};         ///< when the current configuration was loaded
  bool last_reload_successful = true;  ///< false: a newer configuration was refused
};

/// `Content-Type` of an exposition.
inline constexpr const char* exposition_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// All metrics in Prometheus' text format, generated piece by piece: for many targets the whole
/// text takes hundreds of megabytes. Any thread, one at a time.
class Exposition {
 public:
  /// `alerts` is the last evaluation; if it is null, results and alerts are omitted. `snapshot` and
  /// `alerts` must outlive the exposition. Computes the quantiles, so it takes time in proportion
  /// to the samples in the snapshot; reads /proc/self.
  Exposition(const Snapshot& snapshot, const AlertReport* alerts, const DaemonFacts& facts);
  Exposition(const Exposition&) = delete;
  Exposition& operator=(const Exposition&) = delete;
  ~Exposition();

  /// The next piece: whole lines, some tens of kilobytes. Empty at the end.
  std::string next_piece();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// All pieces together.
std::string render_exposition(const Snapshot& snapshot, const AlertReport* alerts,
                              const DaemonFacts& facts);

}  // namespace peeringd
