// Codes the records of a series in order. The earlier records predict each record, so likely
// values take few bits.
// Internal to this folder.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "model/period_record.hpp"
#include "model/sample_window.hpp"
#include "record/number_model.hpp"

namespace peeringd {

/// What the coder has learnt of the records of a block, of all its series.
struct RecordModels {
  static constexpr std::size_t levels = 48;

  std::array<NumberModel, levels> counts;        // by level_of() the expected count
  std::array<NumberModel, levels> fresh_counts;  // by level_of() the count of the bucket before
  std::array<NumberModel, 2> fresh;              // how many; of the first record, and of others
  std::array<NumberModel, 2> gaps;
  NumberModel first_gap;
  std::array<BitModel, 2> plain;  // by whether the previous record was
  NumberModel difference_sum;
  std::array<NumberModel, 3> counters;  // sent, received, number of differences
  std::array<BitModel, 2> reasons;      // of a loss, of an error
  NumberModel few;                      // inconclusive, skipped, counts by reason
};

/// The earlier records of a series in its block.
class SeriesModel {
 public:
  /// Codes a record that is not empty. The decoder passes an empty one, which it fills. Returns
  /// false if the bytes are damaged.
  template <typename Coder>
  bool code(Coder& coder, RecordModels& models, PeriodRecord& record) {
    if (!code_round_trips(coder, models, record.round_trips)) return false;
    code_counters(coder, models, record);
    if (seen_ < max_weight) ++seen_;
    return true;
  }

 private:
  // A mean in units of 1/64.
  using Mean = std::int64_t;
  static constexpr Mean one = 64;
  // The largest valid count, or sum of differences. A larger one means that the bytes are damaged.
  static constexpr std::uint64_t greatest = std::uint64_t{1} << 48;
  static constexpr std::int64_t max_weight = 16;  // of the earlier records in a mean

  struct Known {
    std::uint32_t index;
    Mean mean;
    std::uint64_t count;  // in the record that is being coded
  };

  // Two levels for each octave.
  static std::size_t level_of(Mean mean) {
    if (mean < 2) return mean > 0 ? 1 : 0;
    const auto bits = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(mean)));
    const std::size_t level = std::size_t{bits} * 2 + (mean >> (bits - 2) & 1);
    return std::min(level, RecordModels::levels - 1);
  }

  void learn(Mean& mean, std::uint64_t value) const {
    const auto learnt = static_cast<std::int64_t>(std::min(value, greatest));
    mean += (learnt * one - mean) / std::min(seen_ + 1, max_weight);
  }

  // If the mean is at least 3, the difference from the expected count takes fewer bits.
  template <typename Coder>
  static std::uint64_t code_count(Coder& coder, NumberModel& model, Mean mean,
                                  std::uint64_t count) {
    if (mean < 3 * one) return model.code(coder, count);
    const std::int64_t expected = (mean + one / 2) / one;
    const auto difference = static_cast<std::int64_t>(count) - expected;
    return static_cast<std::uint64_t>(expected + unfolded(model.code(coder, folded(difference))));
  }

  template <typename Coder>
  bool code_round_trips(Coder& coder, RecordModels& models, Distribution& round_trips) {
    std::vector<Distribution::Bucket> fresh;
    if constexpr (!Coder::decodes) split(round_trips, fresh);
    for (Known& known : known_) {
      known.count = code_count(coder, models.counts[level_of(known.mean)], known.mean, known.count);
      if (known.count > greatest) return false;
    }
    if (!code_fresh(coder, models, fresh)) return false;
    if constexpr (Coder::decodes) join(fresh, round_trips);
    learn_buckets(fresh);
    return true;
  }

  // Splits the buckets into the known ones, whose counts it sets, and `fresh` ones.
  void split(const Distribution& round_trips, std::vector<Distribution::Bucket>& fresh) {
    auto known = known_.begin();
    for (const Distribution::Bucket& bucket : round_trips.buckets()) {
      for (; known != known_.end() && known->index < bucket.index(); ++known) known->count = 0;
      if (known != known_.end() && known->index == bucket.index()) {
        known->count = bucket.count();
        ++known;
      } else {
        fresh.push_back(bucket);
      }
    }
    for (; known != known_.end(); ++known) known->count = 0;
  }

  void join(const std::vector<Distribution::Bucket>& fresh, Distribution& round_trips) const {
    round_trips.reserve(known_.size() + fresh.size());
    auto next = fresh.begin();
    for (const Known& known : known_) {
      for (; next != fresh.end() && next->index() < known.index; ++next) {
        round_trips.add_bucket(next->index(), next->count());
      }
      round_trips.add_bucket(known.index, known.count);
    }
    for (; next != fresh.end(); ++next) round_trips.add_bucket(next->index(), next->count());
  }

  // The buckets that no earlier record has.
  template <typename Coder>
  bool code_fresh(Coder& coder, RecordModels& models, std::vector<Distribution::Bucket>& fresh) {
    const std::size_t context = seen_ == 0 ? 0 : 1;
    const std::uint64_t size = models.fresh[context].code(coder, fresh.size());
    if (size > Distribution::bucket_count) return false;
    fresh.resize(size, {0, 0});
    std::int64_t index = known_.empty() ? 0 : known_.back().index;
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      const std::int64_t distance = std::int64_t{fresh[i].index()} - index;
      if (i == 0) {
        index += unfolded(models.first_gap.code(coder, folded(distance)));
      } else {
        const auto gap = models.gaps[context].code(coder, static_cast<std::uint64_t>(distance - 1));
        if (gap > 0) before = 0;
        index += 1 + static_cast<std::int64_t>(gap);
      }
      NumberModel& model = models.fresh_counts[level_of(static_cast<Mean>(before) * one)];
      before = 1 + model.code(coder, fresh[i].count() - 1);
      if (index < 0 || index >= Distribution::bucket_count || before > greatest) return false;
      fresh[i] = {static_cast<std::uint32_t>(index), before};
    }
    return true;
  }

  void learn_buckets(const std::vector<Distribution::Bucket>& fresh) {
    for (Known& known : known_) learn(known.mean, known.count);
    if (fresh.empty()) return;
    for (const Distribution::Bucket& bucket : fresh) {
      Mean mean = 0;
      learn(mean, bucket.count());
      known_.push_back({bucket.index(), mean, 0});
    }
    std::ranges::sort(known_, {}, &Known::index);
  }

  template <typename Coder>
  void code_counters(Coder& coder, RecordModels& models, PeriodRecord& record) {
    const auto relative = [&](NumberModel& model, std::uint64_t& value, std::uint64_t expected) {
      const auto difference = static_cast<std::int64_t>(value - expected);
      value =
          expected + static_cast<std::uint64_t>(unfolded(model.code(coder, folded(difference))));
    };
    const auto units = static_cast<std::uint64_t>(record.difference_sum / SampleWindow::unit);
    const std::int64_t expected = difference_sum_ / one;
    const std::uint64_t coded =
        models.difference_sum.code(coder, folded(static_cast<std::int64_t>(units) - expected));
    const std::int64_t sum = std::clamp(expected + unfolded(coded), std::int64_t{0},
                                        static_cast<std::int64_t>(greatest));
    record.difference_sum = SampleWindow::unit * sum;
    learn(difference_sum_, static_cast<std::uint64_t>(sum));
    relative(models.counters[1], record.received, record.round_trips.count());
    relative(models.counters[2], record.difference_count, record.received);
    const bool plain =
        record.lost_total() + record.error_total() + record.inconclusive + record.skipped == 0;
    plain_ = coder.code(models.plain[plain_], plain ? 1U : 0U);
    if (plain_ == 0) code_rare(coder, models, record);
    relative(models.counters[0], record.sent, record.received + record.lost_total());
  }

  template <typename Coder>
  static void code_rare(Coder& coder, RecordModels& models, PeriodRecord& record) {
    record.inconclusive = models.few.code(coder, record.inconclusive);
    record.skipped = models.few.code(coder, record.skipped);
    const auto by_reason = [&](BitModel& model, auto& counts) {
      for (std::uint64_t& count : counts) {
        if (coder.code(model, count > 0 ? 1U : 0U) != 0)
          count = 1 + models.few.code(coder, count - 1);
      }
    };
    by_reason(models.reasons[0], record.lost);
    by_reason(models.reasons[1], record.errors);
  }

  std::vector<Known> known_;  // by index
  Mean difference_sum_ = 0;
  unsigned plain_ = 1;  // whether the last record had neither losses nor errors
  std::int64_t seen_ = 0;
};

}  // namespace peeringd
