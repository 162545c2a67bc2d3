#include "history/span_sum.hpp"

#include "history/reader.hpp"

namespace peeringd {
namespace {

class SpanSum {
 public:
  SpanSum(RecordStore& records, StoredId series, Tier finest)
      : records_(records), series_(series), finest_(finest) {}

  /// Both ends must be those of periods of the finest tier.
  PeriodRecord sum(Tier coarsest, Moment from, Moment to) {
    if (from >= to) return {};
    if (coarsest == finest_) return read(coarsest, from, to);
    const Tier below = *finer(coarsest);
    const Moment inner_from = period_end(coarsest, from);
    const Moment inner_to = period_start(coarsest, to);
    if (inner_from >= inner_to) return sum(below, from, to);
    PeriodRecord total = sum(below, from, inner_from);
    total += read(coarsest, inner_from, inner_to);
    total += sum(below, inner_to, to);
    return total;
  }

 private:
  PeriodRecord read(Tier tier, Moment from, Moment to) {
    const HistoryGrid grid{.from = from, .to = to, .step = to - from, .tier = tier};
    return read_points(records_, series_, grid).front();
  }

  RecordStore& records_;
  const StoredId series_;
  const Tier finest_;
};

}  // namespace

Tier finest_kept(const RecordStore& records, Moment time) {
  for (const Tier tier : all_tiers) {
    if (time >= records.dropped(tier)) return tier;
  }
  return Tier::day;
}

PeriodRecord sum_over(RecordStore& records, StoredId series, Moment from, Moment to) {
  if (from >= to) return {};
  const Tier finest = finest_kept(records, from);
  return SpanSum(records, series, finest)
      .sum(Tier::day, period_start(finest, from), period_end(finest, to));
}

}  // namespace peeringd
