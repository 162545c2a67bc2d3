#include "model/histogram.hpp"

#include <algorithm>
#include <numeric>

namespace peeringd {
namespace {

constexpr auto is_filled = [](std::uint64_t count) { return count != 0; };

}  // namespace

void Histogram::observe(Duration value, std::span<const Duration> bounds) {
  if (counts_.size() < buckets_) {  // it was trimmed
    std::vector<std::uint64_t> all(buckets_, 0);
    std::copy(counts_.begin(), counts_.end(), all.begin() + first_);
    counts_ = std::move(all);
    first_ = 0;
  }
  const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), value) - bounds.begin();
  ++counts_[static_cast<std::size_t>(bucket)];
  sum_ += value;
}

Histogram Histogram::trimmed() const {
  const auto begin = std::find_if(counts_.begin(), counts_.end(), is_filled);
  const auto end = std::find_if(counts_.rbegin(), std::make_reverse_iterator(begin), is_filled);
  Histogram result(*this, std::vector<std::uint64_t>(begin, end.base()));
  result.first_ = first_ + static_cast<std::uint32_t>(begin - counts_.begin());
  return result;
}

std::uint64_t Histogram::count() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
}

}  // namespace peeringd
