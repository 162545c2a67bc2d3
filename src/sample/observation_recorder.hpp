// Records the observations of one target's probes, and confirms what several answers report.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "model/target_observations.hpp"
#include "sample/confirmations.hpp"

namespace peeringd {

/// One thread.
class ObservationRecorder {
 public:
  void record(const Observation& observation, MonotonicTime now);

  const TargetObservations& observed() const { return observed_; }

  /// Continues the counters of `before`; its observations are dropped.
  void continue_counters(const TargetObservations& before);

 private:
  struct Record;

  void record_pop(const EdgePop& reported, MonotonicTime now);
  std::optional<EdgePop> confirmed(const EdgePop& pop, MonotonicTime now);

  TargetObservations observed_;
  Confirmations<EdgePop> pops_;
  Confirmations<IpAddress> addresses_;
};

}  // namespace peeringd
