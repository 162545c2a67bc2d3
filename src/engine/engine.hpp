// The probing loop: starts each probe when it is due, from the source of its prefix, and hands out
// snapshots of the measurements. All of it runs on one thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <vector>

#include "engine/active_prefixes.hpp"
#include "engine/answer_log.hpp"
#include "engine/clock_watch.hpp"
#include "engine/host_events.hpp"
#include "engine/name_directory.hpp"
#include "engine/probe_runner.hpp"
#include "engine/prober_pool.hpp"
#include "engine/snapshot_maker.hpp"
#include "engine/target_table.hpp"
#include "engine/trust_watch.hpp"
#include "model/event.hpp"
#include "model/measurement_feed.hpp"
#include "model/persistent_state.hpp"
#include "model/snapshot.hpp"
#include "net/local_network_watch.hpp"
#include "schedule/timing_wheel.hpp"

namespace peeringd {

struct EngineOptions {
  /// How many probes of each target are started; 0: no limit.
  std::uint64_t probes_per_target = 0;

  EventSink events{};  ///< may be null; called on the engine's thread

  /// May be null. Before take_snapshot() calls back, all answers that the snapshot counts have been
  /// passed on; before stop() returns, all that there were.
  MeasurementSink measurements{};
};

/// All members on the executor's thread, unless they say otherwise; the executor must run on one
/// thread only. The engine must outlive the handlers that it has posted: destroy it after the loop
/// has returned.
class Engine {
 public:
  using SnapshotTaken = SnapshotMaker::Done;

  Engine(const boost::asio::any_io_executor& executor, const Clock& clock,
         std::shared_ptr<const Config> config, EngineOptions options = {});
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  /// The addresses that names had in a previous run. Call before start().
  void restore(const std::vector<KnownAddress>& addresses) { hosts_.restore(addresses); }

  /// Chooses the sources, and starts to watch the host's addresses and to probe. Fails when the
  /// kernel does not report them. Blocks on the kernel: call it before the loop runs.
  Result<void> start();

  /// Stops probing and drops probes in flight. The loop then has nothing left to wait for.
  void stop();

  /// Applies another configuration in one step; `plan` must start from config(). Unchanged targets
  /// continue, with their probes in flight. `just_read`: read_local_network() for
  /// network_query_for(*plan.after), called on another thread. Fails, and changes nothing, if no
  /// descriptor is left for the probes of a new source or to watch the host's addresses, or if the
  /// engine has stopped.
  Result<void> reload(ReloadPlan plan, const LocalNetwork& just_read);

  /// Reads the trusted certificates of `config` that are new or have changed, before reload() uses
  /// them. Blocks on the files. Any thread.
  void read_trust(const Config& config) const;

  /// The current configuration.
  const std::shared_ptr<const Config>& config() const { return config_; }

  /// Calls `done` with a snapshot, never null, on the executor's thread unless the engine stops
  /// first. It is made in slices, so that probing continues in between: each target is consistent
  /// in itself. Concurrent requests get copies of one snapshot. Any thread.
  void take_snapshot(SnapshotTaken done);

  /// The counters as they are, in one go. Requires that the loop does not run.
  std::shared_ptr<const Snapshot> last_snapshot();

  std::size_t target_count() const { return targets_.order().size(); }

 private:
  void adopt(ReloadPlan plan, const LocalNetwork& network);
  void reserve();
  Result<void> make_probers(const ReloadPlan& plan, const LocalNetwork& network);
  void use_network(const LocalNetwork& network);
  void choose_host(TargetState& target);
  void begin_all();
  void begin(std::uint32_t slot, MonotonicTime now);
  void run_housekeeping();
  void arm();
  void turn();
  void start_due(MonotonicTime now);
  void prefetch_ahead(std::size_t position) const;
  void start_tick(std::uint32_t slot);
  void start_probe(std::uint32_t slot, std::uint64_t number, MonotonicTime now);
  void send_touched(bool read_answers);
  Snapshot new_snapshot() const;

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  std::shared_ptr<const Config> config_;
  EngineOptions options_;
  TargetTable targets_;
  std::vector<ActivePrefix> prefixes_;

  TrustWatch trust_;
  AnswerLog answers_;
  ProbeRunner runner_;
  ProberPool pool_;
  NameDirectory hosts_;
  LocalNetwork network_;  // in use
  LocalNetworkWatch network_watch_;

  TimingWheel ticks_;  // keys: slots of targets
  std::vector<TimingWheel::Key> due_;
  std::vector<SourceProbers*> touched_;  // have probes that are not flushed yet
  Histogram lag_;
  SnapshotMaker snapshots_;
  HostEvents host_events_;
  ClockWatch clock_watch_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer housekeeping_;
  bool stopped_ = true;
};

}  // namespace peeringd
