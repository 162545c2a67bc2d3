#include "incident/find_latency.hpp"

#include <algorithm>
#include <cstdlib>

#include "incident/quantile_of.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds block = 10min;
constexpr std::size_t hour_blocks = 6;
constexpr std::size_t long_blocks = 36;
constexpr std::size_t day_blocks = 144;
constexpr std::uint64_t min_answers = 20;
constexpr Duration min_shift = 500us;

std::vector<Duration> medians(LatencyBlocks blocks) {
  std::vector<Duration> found;
  for (const auto& each : blocks) {
    if (each) found.push_back(each->median);
  }
  return found;
}

std::optional<Duration> middle(LatencyBlocks blocks, std::size_t least) {
  return quantile_of(medians(blocks), least, 0.5);
}

// Whether the same hours of the day before were different too; true if they are not known.
bool differs_from_yesterday(LatencyBlocks blocks, std::size_t at, Duration threshold, bool rise) {
  if (at < day_blocks) return true;
  std::vector<Duration> differences;
  for (std::size_t i = at; i < at + long_blocks; ++i) {
    const auto& before = blocks[i - day_blocks];
    if (blocks[i] && before) differences.push_back(blocks[i]->median - before->median);
  }
  const auto difference = quantile_of(std::move(differences), long_blocks / 2, 0.5);
  if (!difference) return true;
  return rise ? *difference >= threshold * 7 / 10 : -*difference >= threshold * 7 / 10;
}

struct Candidate {
  LatencyShift shift;
  std::size_t fit = 0;  // blocks of the hours before and after it that are on their side
};

// How many blocks there are, and how many of them are above the level.
struct AboveCount {
  std::size_t known = 0;
  std::size_t above = 0;
};

AboveCount count_above(LatencyBlocks blocks, Duration level) {
  AboveCount count;
  for (const auto& each : blocks) {
    if (!each) continue;
    ++count.known;
    if (each->median > level) ++count.above;
  }
  return count;
}

bool are_mostly(const AboveCount& count, bool above) {
  const std::size_t there = above ? count.above : count.known - count.above;
  return there * 10 >= count.known * 9;
}

std::optional<Candidate> candidate_at(Moment from, LatencyBlocks blocks, std::size_t at) {
  const std::size_t width = std::min(at, long_blocks);
  const LatencyBlocks earlier = blocks.subspan(at - width, width);
  const LatencyBlocks later = blocks.subspan(at, long_blocks);
  const auto before = middle(earlier, long_blocks / 2);
  const auto after = middle(later, long_blocks * 3 / 4);
  const LatencyBlocks hour_before = blocks.subspan(at - hour_blocks, hour_blocks);
  const LatencyBlocks hour_after = blocks.subspan(at, hour_blocks);
  const auto just_before = middle(hour_before, hour_blocks / 2);
  const auto just_after = middle(hour_after, hour_blocks / 2);
  if (!before || !after || !just_before || !just_after) return std::nullopt;
  const Duration difference = *after - *before;
  const Duration threshold = std::max(min_shift, *before / 10);
  const bool rise = difference > Duration{};
  const Duration step = rise ? *just_after - *just_before : *just_before - *just_after;
  if (std::chrono::abs(difference) < threshold) return std::nullopt;
  if (step < std::chrono::abs(difference) * 7 / 10) return std::nullopt;
  const Duration level = *just_before + difference / 2;
  if (!are_mostly(count_above(earlier, level), !rise)) return std::nullopt;
  if (!are_mostly(count_above(later, level), rise)) return std::nullopt;
  if (!differs_from_yesterday(blocks, at, threshold, rise)) return std::nullopt;
  const AboveCount left = count_above(hour_before, level);
  const AboveCount right = count_above(hour_after, level);
  const std::size_t fit =
      rise ? left.known - left.above + right.above : left.above + right.known - right.above;
  return Candidate{{from + block * static_cast<std::int64_t>(at), *before, *after}, fit};
}

}  // namespace

std::optional<LatencyFigures> latency_of(Moment start, const PeriodRecord& record) {
  if (record.received < min_answers) return std::nullopt;
  const auto median = record.round_trips.quantile(0.5);
  if (!median) return std::nullopt;
  return LatencyFigures{start, *median, *record.round_trips.quantile(0.95)};
}

std::vector<LatencyShift> find_shifts(Moment from, LatencyBlocks blocks, Moment examine_from) {
  std::vector<LatencyShift> found;
  std::optional<Candidate> best;  // of neighbouring candidates
  for (std::size_t at = hour_blocks; at + long_blocks <= blocks.size(); ++at) {
    const Moment time = from + block * static_cast<std::int64_t>(at);
    if (time < examine_from) continue;
    const auto candidate = candidate_at(from, blocks, at);
    if (best && (!candidate || time - best->shift.at > 1h)) {
      found.push_back(best->shift);
      best.reset();
    }
    if (candidate && (!best || candidate->fit > best->fit)) best = candidate;
  }
  if (best) found.push_back(best->shift);
  return found;
}

Moment refine_shift_time(Moment from, Duration before, Duration after, Moment first,
                         std::span<const PeriodRecord> minutes) {
  constexpr int lasting = 3;
  const Duration limit = before + (after - before) / 2;
  int beyond = 0;
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    const Moment time = first + 1min * static_cast<std::int64_t>(i);
    if (time < from - 20min || time >= from + 45min) continue;
    const auto median = minutes[i].round_trips.quantile(0.5);
    if (!median) continue;
    beyond = (after > before ? *median > limit : *median < limit) ? beyond + 1 : 0;
    if (beyond == lasting) return time - 1min * (lasting - 1);
  }
  return from;
}

}  // namespace peeringd
