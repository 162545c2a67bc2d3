// A daemon of the story: one run from its start to its end. Its probes are simulated; the monitor,
// its events and the history are those of the program.
#pragma once

#include <filesystem>
#include <memory>

#include "assessment/monitor.hpp"
#include "event/event_bus.hpp"
#include "history/history_writer.hpp"
#include "history_story/simulated_path.hpp"
#include "support/manual_clock.hpp"

namespace peeringd::story {

/// One thread.
class StoryDaemon {
 public:
  /// All must outlive it.
  StoryDaemon(const Story& story, std::shared_ptr<const Config> config, SimulatedPaths& paths,
              test::ManualClock& clock);

  /// Sends the probes of the next `step`, and assesses and records what became of them.
  void pass(seconds step);

  /// Ends the daemon.
  void finish();

 private:
  struct PrefixState {
    const StoryConnection* connection = nullptr;
    std::string label;
    IpAddress source;
    bool had_source = true;
    bool had_names = true;
    MonotonicTime names_since{};
  };

  Moment now() const;
  void update_prefix(std::size_t index, Moment time);
  void probe_target(TargetSnapshot& target, std::size_t prefix, Moment time, seconds step,
                    std::uint64_t count);
  void observe(TargetSnapshot& target, const PrefixState& state, Moment time);
  std::vector<PrefixTraces> traces() const;
  std::vector<AccessLine> access_lines() const;
  void assess();

  const Story& story_;
  SimulatedPaths& paths_;
  test::ManualClock& clock_;
  Snapshot snapshot_;
  std::vector<PrefixState> prefixes_;
  MeasurementBatch batch_;
  std::vector<std::uint64_t> numbers_;  // of the last probe, by target
  HistoryWriter writer_;
  EventBus events_;
  Monitor monitor_;  // calls back only while assess() waits
};

}  // namespace peeringd::story
