// Tells when a journal must be compared with the present because the wall clock was changed.
#pragma once

#include <optional>

#include "model/tier.hpp"

namespace peeringd {

/// Rows are read in the order of their dates. After the clock was set back, those with a date in
/// the future would hide what holds now, once the clock reaches them.
class ClockCheck {
 public:
  /// Whether the clock was set back, or has reached a row that was stored before it was set back.
  bool is_due(Moment now) const { return now < checked_ || (next_ && now >= *next_); }

  /// The file has what holds at `now`. `next`: the date of its first row after `now`.
  void checked(Moment now, std::optional<Moment> next) {
    checked_ = now;
    next_ = next;
  }

  /// Call often while is_due() is false.
  void passed(Moment now) { checked_ = now; }

 private:
  Moment checked_{};
  std::optional<Moment> next_;
};

}  // namespace peeringd
