#include "model/sample_window.hpp"

#include <algorithm>

namespace peeringd {

void SampleWindow::resize(std::size_t capacity) {
  if (capacity == slots_.size()) return;
  std::vector<std::uint32_t> slots(capacity, not_measured);
  const std::uint64_t kept =
      std::min({std::uint64_t{capacity}, std::uint64_t{slots_.size()}, newest_});
  for (std::uint64_t n = newest_ - kept + 1; n <= newest_; ++n) {
    slots[n % capacity] = slots_[n % slots_.size()];
  }
  slots_ = std::move(slots);
  first_ = std::max(first_, newest_ - kept + 1);  // dropped and missing samples do not count as due
}

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
