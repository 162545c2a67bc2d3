#include "reachability/path_state.hpp"

#include <algorithm>

#include "reachability/prefix_state.hpp"

namespace peeringd {
namespace {

constexpr int entries_in_window = 30;

}  // namespace

void OutageLosses::add(std::uint64_t count, Duration window, MonotonicTime now) {
  if (count == 0) return;
  if (!entries_.empty() && now - entries_.back().last < window / entries_in_window) {
    entries_.back().count += count;
    return;
  }
  entries_.push_back({now, count});
}

std::uint64_t OutageLosses::within(Duration window, MonotonicTime now) {
  std::erase_if(entries_, [&](const Entry& entry) { return now - entry.last > window; });
  std::uint64_t total = 0;
  for (const Entry& entry : entries_) total += entry.count;
  return total;
}

void update(PathMemory& memory, const PathInput& input, Duration window, MonotonicTime now) {
  PathReach& reach = memory.reach;
  const bool was_down = reach.down;
  if (input.new_answers > 0) memory.reattributed_losses = 0;
  memory.losses.add(input.foreign, window, now);
  if (input.prefix_recovered) {
    // The silence of an endpoint during an outage of the prefix shows nothing about the endpoint.
    if (was_down || memory.lost_with_prefix) memory.losses.add(input.new_losses, window, now);
    if (memory.lost_with_prefix) memory.last_down = now;
    memory.lost_with_prefix = false;
    reach.down = false;
  } else if (!reach.down && input.can_send && input.silence) {
    reach.down = true;
    reach.since = input.silence->since;
    memory.answers = 0;
    memory.losses.add(input.run - std::min(memory.reattributed_losses, input.run), window, now);
  } else if (reach.down) {
    memory.answers += input.new_answers;
    memory.losses.add(input.new_losses, window, now);
    if (memory.answers >= answers_to_recover) reach.down = false;
  } else if (input.prefix_not_up && !input.answered) {
    // Its endpoint has not answered since the start, so it cannot be called down.
    memory.losses.add(memory.lost_with_prefix ? input.new_losses : input.run, window, now);
    memory.lost_with_prefix = true;
  } else if (memory.last_down && memory.last_update - *memory.last_down <= input.longest_timeout) {
    // These probes were sent before the recovery and timed out after it. They have been noticed
    // since the last update, which may be longer ago than the timeout.
    memory.losses.add(input.new_losses, window, now);
    memory.reattributed_losses += input.new_losses;
  }
  memory.last_update = now;
  reach.changed = reach.down != was_down;
  if (reach.down || was_down) memory.last_down = now;
  reach.recovered = !reach.down && memory.last_down && now - *memory.last_down < window;
  // Loss waits until the silence has become an outage, or has ended before. Otherwise the beginning
  // of each outage would be reported as loss.
  const bool settled = reach.down || input.prefix_recovered;
  const std::uint64_t pending = input.pending - std::min(memory.reattributed_losses, input.pending);
  reach.outage_losses = memory.losses.within(window, now) + (settled ? 0 : pending);
}

}  // namespace peeringd
