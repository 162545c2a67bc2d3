// The mean of optional figures, ignoring those that are absent.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>

namespace peeringd {

/// Of `double` or `Duration`.
template <typename Value>
class Mean {
 public:
  void add(const std::optional<Value>& value) {
    if (!value) return;
    sum_ += *value;
    ++count_;
  }

  /// Nothing without a value.
  std::optional<Value> value() const {
    if (count_ == 0) return std::nullopt;
    if constexpr (std::is_floating_point_v<Value>) {
      return sum_ / static_cast<Value>(count_);
    } else {
      return sum_ / count_;
    }
  }

 private:
  Value sum_{};
  std::int64_t count_ = 0;
};

}  // namespace peeringd
