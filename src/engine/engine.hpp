// The probing loop: waits for what is due, has it sent from the right source, and hands out
// snapshots of what was measured. One thread does all of it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "engine/host_directory.hpp"
#include "engine/in_flight.hpp"
#include "engine/paths.hpp"
#include "engine/prober_pool.hpp"
#include "engine/target_table.hpp"
#include "engine/trust_watch.hpp"
#include "model/event.hpp"
#include "model/snapshot.hpp"
#include "net/local_network_watch.hpp"
#include "schedule/timing_wheel.hpp"

namespace peeringd {

struct EngineOptions {
  /// How many probes of each target are started; 0: no end to them.
  std::uint64_t probes_per_target = 0;

  EventSink events{};  ///< may be null; called on the engine's thread
};

/// All members on the executor's thread, unless they say otherwise; the executor must run on one
/// thread only. The engine must outlive the handlers that it has posted: destroy it after the loop
/// has returned.
class Engine {
 public:
  using SnapshotTaken = std::function<void(std::shared_ptr<const Snapshot>)>;

  Engine(const boost::asio::any_io_executor& executor, const Clock& clock,
         std::shared_ptr<const Config> config, EngineOptions options = {});
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  /// Chooses the sources, starts to watch the host's addresses and to probe. Fails when the kernel
  /// does not tell them.
  Result<void> start();

  /// Stops probing; what is in flight is dropped. The loop then has nothing left to wait for.
  void stop();

  /// Brings another configuration into force in one step; `plan` must be one from config(). What
  /// is the same goes on as it was, to the probe in flight. Fails, and changes nothing, when the
  /// kernel does not tell the host's addresses, when it has no descriptor left for the probes of a
  /// new source, and once the engine has stopped.
  Result<void> reload(ReloadPlan plan);

  /// Reads the trusted certificates of `config` that are new or have changed. Takes as long as the
  /// files do; from any thread, before reload() has them used.
  void read_trust(const Config& config) const;

  /// The one in force.
  const std::shared_ptr<const Config>& config() const { return config_; }

  /// Makes a snapshot, in slices between which probing goes on; each target is consistent in
  /// itself. Whoever asks while one is being made is given the same. `done` is called on the
  /// executor's thread and never with null, unless the engine stops before. Any thread.
  void take_snapshot(SnapshotTaken done);

  std::size_t target_count() const { return table_.order().size(); }

 private:
  void adopt(ReloadPlan plan, const LocalNetwork& network);
  void reserve();
  Result<void> make_probers(const ReloadPlan& plan, const LocalNetwork& network);
  void use_network(const LocalNetwork& network);
  void choose_host(TargetState& target);
  void begin();
  void begin(std::uint32_t target, MonotonicTime now);
  void keep_house();
  void arm();
  void turn();
  void start_due(MonotonicTime now);
  void prefetch_ahead(std::size_t position) const;
  void start_tick(std::uint32_t target);
  void start_probe(std::uint32_t target, std::uint64_t number, MonotonicTime now);
  void send_touched(bool read_answers);
  void begin_snapshot();
  void hand_out(const std::shared_ptr<const Snapshot>& snapshot);
  void copy_slice(const std::shared_ptr<Snapshot>& snapshot);

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  std::shared_ptr<const Config> config_;
  EngineOptions options_;
  TargetTable table_;
  std::vector<TargetState>& targets_;  // the table's slots
  std::vector<Path> paths_;

  TrustWatch trust_;
  InFlight in_flight_;
  ProberPool pool_;
  HostDirectory hosts_;
  LocalNetworkWatch network_watch_;

  TimingWheel ticks_;  // keys: slots of targets
  std::vector<TimingWheel::Key> due_;
  std::vector<SourceProbers*> touched_;  // have probes that are not flushed yet
  Histogram lag_;
  std::vector<SnapshotTaken> snapshot_awaited_by_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer housekeeping_;
  bool stopped_ = true;
};

}  // namespace peeringd
