// Makes snapshots in slices, so that probing continues in between.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "engine/target_table.hpp"
#include "model/snapshot.hpp"

namespace peeringd {

/// All members on the executor's thread, unless they say otherwise. It must outlive the handlers
/// that it has posted: destroy it after the loop has returned.
class SnapshotMaker {
 public:
  using Done = std::function<void(std::unique_ptr<Snapshot>)>;

  /// `begin` returns a snapshot without targets, to which those of `targets` are added.
  SnapshotMaker(boost::asio::any_io_executor executor, const Clock& clock, TargetTable& targets,
                std::function<Snapshot()> begin);

  /// Calls `done` with a snapshot, never null, unless stop() is called first. Requests during the
  /// making of a snapshot get copies of it. Each target is consistent in itself. Any thread.
  void take(Done done);

  /// The targets have changed: a snapshot that is being made begins again.
  void restart() { ++generation_; }

  /// From start() to stop() snapshots are made.
  void start() { stopped_ = false; }
  void stop();

 private:
  void begin();
  void add_slice(std::unique_ptr<Snapshot> snapshot);
  void hand_out(std::unique_ptr<Snapshot> snapshot);

  const boost::asio::any_io_executor executor_;
  const Clock& clock_;
  TargetTable& targets_;
  const std::function<Snapshot()> begin_;
  std::vector<Done> waiting_;
  std::uint64_t generation_ = 0;  // of the targets
  bool stopped_ = true;
};

/// Number of targets in the snapshot after the next slice, of `all` targets, `copied` of which are
/// in it already. `elapsed`: since the first slice began. Slices grow, and the one after a second
/// takes the rest: a loop that cannot keep up still gets its snapshot done. Pure.
std::size_t end_of_slice(std::size_t copied, std::size_t all, Duration elapsed);

}  // namespace peeringd
