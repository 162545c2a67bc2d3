#include "engine/snapshot_maker.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <utility>

namespace peeringd {

SnapshotMaker::SnapshotMaker(boost::asio::any_io_executor executor, const Clock& clock,
                             TargetTable& targets, std::function<Snapshot()> begin)
    : executor_(std::move(executor)), clock_(clock), targets_(targets), begin_(std::move(begin)) {}

void SnapshotMaker::take(Done done) {
  boost::asio::post(executor_, [this, done = std::move(done)]() mutable {
    if (stopped_) return;
    waiting_.push_back(std::move(done));
    if (waiting_.size() == 1) begin();  // else one is being made
  });
}

void SnapshotMaker::stop() {
  stopped_ = true;
  waiting_.clear();
}

void SnapshotMaker::begin() {
  auto snapshot = std::make_unique<Snapshot>(begin_());
  snapshot->targets.reserve(targets_.order().size());
  add_slice(std::move(snapshot));
}

void SnapshotMaker::add_slice(std::unique_ptr<Snapshot> snapshot) {
  const MonotonicTime now = clock_.now();
  const auto order = targets_.order();
  const std::size_t end =
      end_of_slice(snapshot->targets.size(), order.size(), now - snapshot->taken_at);
  for (std::size_t i = snapshot->targets.size(); i < end; ++i) {
    snapshot->targets.push_back(snapshot_of(targets_[order[i]], now));
  }
  if (end == order.size()) return hand_out(std::move(snapshot));
  boost::asio::post(executor_,
                    [this, snapshot = std::move(snapshot), generation = generation_]() mutable {
                      if (stopped_) return;
                      generation == generation_ ? add_slice(std::move(snapshot)) : begin();
                    });
}

void SnapshotMaker::hand_out(std::unique_ptr<Snapshot> snapshot) {
  const std::vector<Done> waiting = std::exchange(waiting_, {});
  if (waiting.empty()) return;
  for (std::size_t i = 0; i + 1 < waiting.size(); ++i) {
    waiting[i](std::make_unique<Snapshot>(*snapshot));
  }
  waiting.back()(std::move(snapshot));
}

std::size_t end_of_slice(std::size_t copied, std::size_t all, Duration elapsed) {
  using namespace std::chrono_literals;
  constexpr std::size_t least = 256;  // a tenth of a millisecond
  constexpr Duration longest = 1s;
  const Duration passed = std::clamp<Duration>(elapsed, 0s, longest);
  const auto in_time = static_cast<std::size_t>(static_cast<std::uint64_t>(all) *
                                                static_cast<std::uint64_t>(passed / 1ms) / 1000);
  return std::min(all, std::max(copied + std::max(least, all / 64), in_time));
}

}  // namespace peeringd
