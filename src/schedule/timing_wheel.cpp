#include "schedule/timing_wheel.hpp"

#include <algorithm>
#include <bit>

namespace peeringd {
namespace {

std::int64_t tick_not_before(MonotonicTime time) {
  const Duration since = time.time_since_epoch();
  return (since + TimingWheel::resolution - Duration{1}) / TimingWheel::resolution;
}

std::int64_t tick_not_after(MonotonicTime time) {
  return time.time_since_epoch() / TimingWheel::resolution;
}

}  // namespace

TimingWheel::TimingWheel(MonotonicTime start)
    : heads_(slot_count, none),
      occupied_(slot_count / 64, 0),
      current_tick_(tick_not_after(start)) {}

void TimingWheel::schedule(Key key, MonotonicTime deadline) {
  if (key >= nodes_.size()) nodes_.resize(std::size_t{key} + 1);
  cancel(key);
  const std::int64_t tick = std::max(tick_not_before(deadline), current_tick_);
  const std::uint32_t slot = slot_of(tick);
  Key& head = heads_[slot];
  nodes_[key] = {tick, head, none};
  if (head != none) nodes_[head].previous = key;
  head = key;
  occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
  ++size_;
}

void TimingWheel::cancel(Key key) {
  if (key >= nodes_.size() || nodes_[key].tick < 0) return;
  unlink(key);
}

void TimingWheel::unlink(Key key) {
  Node& node = nodes_[key];
  const std::uint32_t slot = slot_of(node.tick);
  if (node.previous != none) {
    nodes_[node.previous].next = node.next;
  } else {
    heads_[slot] = node.next;
  }
  if (node.next != none) nodes_[node.next].previous = node.previous;
  if (heads_[slot] == none) occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  node = {};
  --size_;
}

void TimingWheel::take_due_of_slot(std::uint32_t slot, std::int64_t now_tick,
                                   std::vector<Key>& due) {
  for (Key key = heads_[slot]; key != none;) {
    const Key next = nodes_[key].next;
    if (nodes_[key].tick <= now_tick) {
      unlink(key);
      due.push_back(key);
    }
    key = next;
  }
}

void TimingWheel::collect_due(MonotonicTime now, std::vector<Key>& due) {
  const std::int64_t now_tick = tick_not_after(now);
  if (now_tick < current_tick_) return;
  // After a long pause one turn visits every slot; more would find the same lists again.
  const std::int64_t turn = std::min<std::int64_t>(now_tick - current_tick_ + 1, slot_count);
  for (std::int64_t i = 0; i < turn; ++i) {
    const std::uint32_t slot = slot_of(current_tick_ + i);
    if (heads_[slot] != none) take_due_of_slot(slot, now_tick, due);
  }
  current_tick_ = now_tick + 1;
}

std::optional<MonotonicTime> TimingWheel::next_deadline() const {
  if (size_ == 0) return std::nullopt;
  const std::uint32_t start = slot_of(current_tick_);
  for (std::uint32_t step = 0; step <= slot_count;) {
    const std::uint32_t slot = (start + step) & (slot_count - 1);
    const std::uint64_t word = occupied_[slot / 64] >> (slot % 64);
    if (word != 0) {
      const std::int64_t tick = current_tick_ + step + std::countr_zero(word);
      return MonotonicTime{resolution * tick};
    }
    step += 64 - slot % 64;
  }
  return std::nullopt;
}

}  // namespace peeringd
