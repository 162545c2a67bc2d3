// Says when a journal must be compared with the present because the wall clock was changed.
#pragma once

#include <optional>

#include "model/tier.hpp"

namespace peeringd {

/// Rows are read in the order of their dates. After the clock was set back, those with a date in
/// the future would hide what holds now, once the clock reaches them.
class ClockCheck {
 public:
  /// Whether the clock was set back, or has reached a row that was stored before it was set back.
  bool is_due(Moment now) const { return set_back_ || now < checked_ || (next_ && now >= *next_); }

  /// Call with each time that rows get as their date, also while the file cannot be written: the
  /// clock may have been set back and have passed the last check again.
  void see(Moment now) {
    set_back_ = set_back_ || now < seen_;
    seen_ = now;
  }

  /// The file has what holds at `now`. `next`: the date of its first row after `now`.
  void checked(Moment now, std::optional<Moment> next) {
    checked_ = now;
    next_ = next;
  }

  /// Call after each write, once what was due has been compared.
  void passed(Moment now) {
    checked_ = now;
    set_back_ = false;  // not by checked(): a file is opened before the waiting rows are written
  }

 private:
  Moment checked_{};
  Moment seen_{};
  bool set_back_ = false;
  std::optional<Moment> next_;
};

}  // namespace peeringd
