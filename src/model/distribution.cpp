#include "model/distribution.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "model/sample_window.hpp"

namespace peeringd {
namespace {

constexpr std::uint32_t linear_end = 2 * Distribution::buckets_per_octave;  // below: one value each
constexpr std::uint32_t linear_bits = 7;                                    // log2 of linear_end

// How many bits a value of the octave has beyond those that choose its bucket.
constexpr std::uint32_t shift_of(std::uint32_t octave) {
  return octave + 1;
}

}  // namespace

std::uint32_t Distribution::units_of(Duration round_trip) {
  constexpr std::int64_t unit = SampleWindow::unit.count();
  const std::int64_t units = (round_trip.count() + unit / 2) / unit;
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(units, 0, UINT32_MAX));
}

std::uint32_t Distribution::index_of(std::uint32_t units) {
  if (units < linear_end) return units;
  const auto octave = static_cast<std::uint32_t>(std::bit_width(units)) - 1 - linear_bits;
  const std::uint32_t step = (units >> shift_of(octave)) - buckets_per_octave;
  return linear_end + octave * buckets_per_octave + step;
}

Duration Distribution::value_of(std::uint32_t index) {
  if (index < linear_end) return SampleWindow::unit * index;
  const std::uint32_t octave = (index - linear_end) / buckets_per_octave;
  const std::uint32_t step = (index - linear_end) % buckets_per_octave;
  const std::uint64_t first = std::uint64_t{buckets_per_octave + step} << shift_of(octave);
  const std::uint64_t last = first + (std::uint64_t{1} << shift_of(octave)) - 1;
  return SampleWindow::unit * static_cast<std::int64_t>(first + last) / 2;
}

void Distribution::add_bucket(std::uint32_t index, std::uint64_t count) {
  if (count == 0) return;
  if (buckets_.empty() || buckets_.back().index() < index) {
    buckets_.emplace_back(index, count);
    return;
  }
  const auto at = std::lower_bound(
      buckets_.begin(), buckets_.end(), index,
      [](const Bucket& bucket, std::uint32_t wanted) { return bucket.index() < wanted; });
  if (at->index() == index) {
    *at = {index, at->count() + count};
  } else {
    buckets_.insert(at, {index, count});
  }
}

Distribution& Distribution::operator+=(const Distribution& other) {
  if (buckets_.empty()) {
    buckets_ = other.buckets_;
    return *this;
  }
  std::vector<Bucket> sum;
  sum.reserve(buckets_.size() + other.buckets_.size());
  auto left = buckets_.begin();
  auto right = other.buckets_.begin();
  while (left != buckets_.end() && right != other.buckets_.end()) {
    if (left->index() < right->index()) {
      sum.push_back(*left++);
    } else if (right->index() < left->index()) {
      sum.push_back(*right++);
    } else {
      sum.emplace_back(left->index(), left->count() + right->count());
      ++left;
      ++right;
    }
  }
  sum.insert(sum.end(), left, buckets_.end());
  sum.insert(sum.end(), right, other.buckets_.end());
  buckets_ = std::move(sum);
  return *this;
}

std::uint64_t Distribution::count() const {
  std::uint64_t count = 0;
  for (const Bucket& bucket : buckets_) count += bucket.count();
  return count;
}

Duration Distribution::value_at(std::uint64_t rank) const {
  std::uint64_t below = 0;
  for (const Bucket& bucket : buckets_) {
    below += bucket.count();
    if (rank < below) return value_of(bucket.index());
  }
  return value_of(buckets_.back().index());
}

std::optional<Duration> Distribution::quantile(double q) const {
  if (buckets_.empty()) return std::nullopt;
  const double position = std::clamp(q, 0.0, 1.0) * static_cast<double>(count() - 1);
  const double rank = std::floor(position);
  const Duration lower = value_at(static_cast<std::uint64_t>(rank));
  const Duration upper = value_at(static_cast<std::uint64_t>(rank) + 1);
  const double part = (position - rank) * static_cast<double>((upper - lower).count());
  return lower + Duration{std::llround(part)};
}

std::uint64_t Distribution::count_up_to(Duration limit) const {
  std::uint64_t count = 0;
  for (const Bucket& bucket : buckets_) {
    if (value_of(bucket.index()) > limit) break;
    count += bucket.count();
  }
  return count;
}

}  // namespace peeringd
