#include "history/threshold_changes.hpp"

#include <algorithm>

#include "base/free_memory.hpp"

namespace peeringd {
namespace {

constexpr std::size_t max_waiting = 250'000;  // of two configurations with 100,000 targets

}  // namespace

void ThresholdChanges::use(const Assessment& assessment, Moment now) {
  if (present_ && due_) {
    for (const auto& subject : present_->subjects) {
      if (waiting_.size() >= max_waiting) break;
      waiting_.push_back(present_->change_of(subject, present_->since));
    }
  }
  present_ = assessed_thresholds(assessment, now);
  due_ = true;
}

std::optional<Moment> ThresholdChanges::due_since(Moment now) const {
  if (!present_) return std::nullopt;
  if (due_) return std::min(present_->since, now);
  return clock_.is_due(now) ? std::optional(now) : std::nullopt;
}

void ThresholdChanges::write(ThresholdJournal& journal, Moment now) {
  for (const ThresholdChange& change : waiting_) journal.note(change);
  const auto since = due_since(now);
  if (!since) return;
  // A row with a date between the two is from before the clock was set, and must not hide these.
  const auto next = journal.next_after(*since);
  const bool hidden = next && *next <= now;
  for (const auto& subject : present_->subjects) {
    journal.note(present_->change_of(subject, *since));
    if (hidden) journal.note(present_->change_of(subject, now));
  }
}

void ThresholdChanges::written(ThresholdJournal& journal, Moment now) {
  free_all(waiting_);
  if (due_since(now)) {
    clock_.checked(now, journal.next_after(now));
  } else {
    clock_.passed(now);
  }
  due_ = false;
}

}  // namespace peeringd
