#include "model/period_record.hpp"

#include <algorithm>

namespace peeringd {

PeriodRecord& PeriodRecord::operator+=(const PeriodRecord& other) {
  round_trips += other.round_trips;
  add_counters(other);
  return *this;
}

void PeriodRecord::add_counters(const PeriodRecord& other) {
  sent += other.sent;
  received += other.received;
  inconclusive += other.inconclusive;
  skipped += other.skipped;
  for (std::size_t i = 0; i < lost.size(); ++i) lost[i] += other.lost[i];
  for (std::size_t i = 0; i < errors.size(); ++i) errors[i] += other.errors[i];
  difference_sum += other.difference_sum;
  difference_count += other.difference_count;
}

std::optional<double> PeriodRecord::loss_ratio() const {
  const std::uint64_t lost_count = lost_total();
  if (received + lost_count == 0) return std::nullopt;
  return static_cast<double>(lost_count) / static_cast<double>(received + lost_count);
}

std::optional<Duration> PeriodRecord::jitter() const {
  if (difference_count == 0) return std::nullopt;
  return difference_sum / static_cast<std::int64_t>(difference_count);
}

std::optional<double> PeriodRecord::coverage() const {
  const std::uint64_t measured = received + lost_total();
  const std::uint64_t due = measured + inconclusive + error_total() + skipped;
  if (due == 0) return std::nullopt;
  return static_cast<double>(measured) / static_cast<double>(due);
}

bool PeriodRecord::empty() const {
  return *this == PeriodRecord{};
}

}  // namespace peeringd
