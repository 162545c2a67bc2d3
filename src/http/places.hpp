// So many may do something at a time, each in a place that it gives back by letting go of it.
#pragma once

#include <cstddef>
#include <memory>

namespace peeringd {

/// One thread. Must outlive the places taken.
class Places {
  struct GiveBack {
    void operator()(std::size_t* free) const { ++*free; }
  };

 public:
  using Place = std::unique_ptr<std::size_t, GiveBack>;

  explicit Places(std::size_t count) : free_(count) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  /// Null when all are taken.
  Place take() {
    if (free_ == 0) return nullptr;
    --free_;
    return Place(&free_);
  }

 private:
  std::size_t free_;
};

}  // namespace peeringd
