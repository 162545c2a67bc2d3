#include "incident/find_episodes.hpp"

#include <algorithm>

#include "incident/quantile_of.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds episode_block = 10min;
constexpr std::size_t ending_blocks = 6;    // not measured
constexpr std::size_t min_before = 3;       // blocks
constexpr std::size_t longest_before = 36;  // blocks
constexpr std::chrono::seconds continued_gap = 1h;

bool is_slow(const LatencyFigures& figures, const LatencyFigures& usual) {
  return figures.median > slow_median(usual.median) || figures.p95 > usual.p95 * 3 + 5ms;
}

std::chrono::hours hour_of_day(Moment time) {
  return std::chrono::floor<std::chrono::hours>(time - std::chrono::floor<std::chrono::days>(time));
}

bool rises_to(const LatencyFigures& before, const LatencyFigures& during) {
  return during.median >= before.median * 5 / 4 || during.p95 >= before.p95 * 3 / 2;
}

// The median of both figures. The blocks are not empty.
LatencyFigures middle_of(const std::vector<LatencyFigures>& blocks) {
  std::vector<Duration> medians;
  std::vector<Duration> p95s;
  for (const LatencyFigures& each : blocks) {
    medians.push_back(each.median);
    p95s.push_back(each.p95);
  }
  return {blocks.front().start, *quantile_of(std::move(medians), 1, 0.5),
          *quantile_of(std::move(p95s), 1, 0.5)};
}

class EpisodeFinder {
 public:
  EpisodeFinder(LatencyBlocks blocks, std::span<const LatencyFigures> hours)
      : blocks_(blocks), hours_(hours) {}

  void add(std::size_t at, Moment time) {
    const auto& block = blocks_[at];
    if (!block) {
      if (!slow_.empty() && ++unmeasured_ == ending_blocks) end(true);
      return;
    }
    unmeasured_ = 0;
    const auto usual = usual_at(slow_.empty() ? time : slow_.front().start, hours_);
    if (usual && is_slow(*block, *usual)) {
      if (slow_.empty()) first_ = at;
      slow_.push_back(*block);
      quick_ = 0;
    } else if (!slow_.empty() && ++quick_ > 1) {
      end(true);
    }
  }

  std::vector<FoundEpisode> take() {
    end(false);
    return std::move(found_);
  }

 private:
  void end(bool is_over) {
    if (slow_.size() >= 2) {
      std::optional<Moment> to;
      if (is_over) to = slow_.back().start + episode_block;
      const bool rises = is_rise();
      // The latency has fallen in between, but not far enough to rise again.
      const bool goes_on = !rises && !found_.empty() && found_.back().to &&
                           slow_.front().start - *found_.back().to < continued_gap;
      if (goes_on) {
        found_.back().to = to;
      } else {
        found_.push_back({slow_.front().start, to, rises});
      }
    }
    slow_.clear();
    quick_ = 0;
  }

  // Whether the span is slower than the blocks directly before it that were as usual.
  bool is_rise() const {
    const std::size_t wanted = std::clamp(slow_.size(), min_before, longest_before);
    std::vector<LatencyFigures> before;
    for (std::size_t i = first_; i > 0 && first_ - i < longest_before && before.size() < wanted;) {
      const auto& block = blocks_[--i];
      if (!block) continue;
      const auto usual = usual_at(block->start, hours_);
      if (usual && is_slow(*block, *usual)) {
        if (before.empty()) return false;
        break;
      }
      before.push_back(*block);
    }
    return before.empty() || rises_to(middle_of(before), middle_of(slow_));
  }

  LatencyBlocks blocks_;
  std::span<const LatencyFigures> hours_;
  std::vector<FoundEpisode> found_;
  std::size_t first_ = 0;             // block of the current span
  std::vector<LatencyFigures> slow_;  // blocks of it
  std::size_t quick_ = 0;             // at the end of it
  std::size_t unmeasured_ = 0;
};

}  // namespace

std::optional<LatencyFigures> usual_at(Moment time, std::span<const LatencyFigures> hours) {
  std::vector<Duration> same_medians;
  std::vector<Duration> same_p95s;
  std::vector<Duration> last_medians;
  std::vector<Duration> last_p95s;
  for (const LatencyFigures& hour : hours) {
    if (hour.start + 1h > time || hour.start + std::chrono::days(8) <= time) continue;
    const auto apart = std::chrono::abs(hour_of_day(hour.start) - hour_of_day(time));
    // The hours just before `time` may belong to what is to be found.
    if (std::min(apart, 24h - apart) <= 1h && hour.start + 20h <= time) {
      same_medians.push_back(hour.median);
      same_p95s.push_back(hour.p95);
    }
    if (hour.start + 24h >= time) {
      last_medians.push_back(hour.median);
      last_p95s.push_back(hour.p95);
    }
  }
  constexpr std::size_t min_hours = 6;
  if (same_medians.size() >= min_hours) {
    return LatencyFigures{time, *quantile_of(std::move(same_medians), 1, 0.75),
                          *quantile_of(std::move(same_p95s), 1, 0.75)};
  }
  if (last_medians.size() < min_hours) return std::nullopt;
  return LatencyFigures{time, *quantile_of(std::move(last_medians), 1, 0.75),
                        *quantile_of(std::move(last_p95s), 1, 0.75)};
}

std::vector<FoundEpisode> find_episodes(Moment from, LatencyBlocks blocks,
                                        std::span<const LatencyFigures> hours,
                                        Moment examine_from) {
  EpisodeFinder finder(blocks, hours);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Moment time = from + episode_block * static_cast<std::int64_t>(i);
    if (time >= examine_from) finder.add(i, time);
  }
  return finder.take();
}

bool is_rise(const PhaseFigures& before, const PhaseFigures& during) {
  if (!before.median || !during.median || !before.p95 || !during.p95) return true;
  return rises_to({{}, *before.median, *before.p95}, {{}, *during.median, *during.p95});
}

}  // namespace peeringd
