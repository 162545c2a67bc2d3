// A time that may be missing, in the eight bytes of a time: a std::optional takes sixteen. For
// values that exist once for each target.
#pragma once

#include <optional>

namespace peeringd {

/// `Time`: a std::chrono::time_point, whose min() stands for a missing time. Converts to and from
/// std::optional. A missing time is less than any other, as with std::optional.
template <typename Time>
class OptionalTime {
 public:
  constexpr OptionalTime() = default;
  constexpr OptionalTime(std::nullopt_t /*none*/) {}
  constexpr OptionalTime(Time time) : time_(time) {}
  constexpr OptionalTime(const std::optional<Time>& time) : time_(time.value_or(Time::min())) {}

  constexpr operator std::optional<Time>() const {
    return has_value() ? std::optional(time_) : std::nullopt;
  }

  constexpr bool has_value() const { return time_ != Time::min(); }
  constexpr explicit operator bool() const { return has_value(); }

  /// Requires has_value().
  constexpr const Time& operator*() const { return time_; }

  constexpr Time value_or(Time other) const { return has_value() ? time_ : other; }
  constexpr void reset() { time_ = Time::min(); }

  friend constexpr auto operator<=>(const OptionalTime&, const OptionalTime&) = default;

 private:
  Time time_ = Time::min();
};

}  // namespace peeringd
