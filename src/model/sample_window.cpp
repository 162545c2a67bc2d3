#include "model/sample_window.hpp"

namespace peeringd {

SampleWindow::SampleWindow(std::size_t capacity, std::uint64_t first)
    : capacity_(static_cast<std::uint32_t>(capacity)), first_(first) {
  if (capacity > 0) samples_ = SharedSamples(capacity, not_measured);
}

void SampleWindow::resize(std::size_t capacity) {
  if (capacity == capacity_) return;
  SharedSamples samples(capacity, not_measured);
  const std::uint64_t kept = std::min({std::uint64_t{capacity}, std::uint64_t{capacity_}, newest_});
  for (std::uint64_t n = newest_ - kept + 1; n <= newest_; ++n) {
    samples.data()[n % capacity] = samples_.data()[n % capacity_];
  }
  samples_ = std::move(samples);
  capacity_ = static_cast<std::uint32_t>(capacity);
  first_ = std::max(first_, newest_ - kept + 1);  // dropped and missing samples do not count as due
}

void SampleWindow::advance(std::uint64_t number) {
  if (number <= newest_) return;
  unshare();
  if (number - newest_ >= capacity_) {
    std::fill_n(samples_.data(), capacity_, not_measured);
  } else {
    for (std::uint64_t n = newest_ + 1; n <= number; ++n) {
      samples_.data()[n % capacity_] = not_measured;
    }
  }
  newest_ = number;
}

void SampleWindow::unshare() {
  if (!samples_.is_shared()) return;
  SharedSamples samples(capacity_, not_measured);
  std::copy_n(std::as_const(samples_).data(), capacity_, samples.data());
  samples_ = std::move(samples);
}

void SampleWindow::set(std::uint64_t number, Sample sample) {
  advance(number);
  if (newest_ - number >= capacity_) return;
  unshare();
  samples_.data()[number % capacity_] = sample;
}

SampleWindow::Sample SampleWindow::sample_of(Duration round_trip) {
  const std::int64_t units = (round_trip.count() + unit.count() / 2) / unit.count();
  return static_cast<Sample>(std::clamp<std::int64_t>(units, 0, longest));
}

}  // namespace peeringd
