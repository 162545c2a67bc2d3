#include "sample/sample_window.hpp"

#include <algorithm>

namespace peeringd {

void SampleWindow::advance(std::uint64_t number) {
  if (number <= newest_) return;
  const std::uint64_t capacity = slots_.size();
  if (number - newest_ >= capacity) {
    std::fill(slots_.begin(), slots_.end(), not_measured);
  } else {
    for (std::uint64_t n = newest_ + 1; n <= number; ++n) slots_[n % capacity] = not_measured;
  }
  newest_ = number;
}

void SampleWindow::set(std::uint64_t number, std::uint32_t value) {
  advance(number);
  if (newest_ - number < slots_.size()) slots_[number % slots_.size()] = value;
}

void SampleWindow::answer(std::uint64_t number, Duration round_trip) {
  const std::int64_t units = (round_trip.count() + unit.count() / 2) / unit.count();
  set(number, static_cast<std::uint32_t>(std::clamp<std::int64_t>(units, 0, longest)));
}

void SampleWindow::lose(std::uint64_t number) {
  set(number, was_lost);
}

}  // namespace peeringd
