#include "history/prefix_search.hpp"

#include <algorithm>

#include "history/grid.hpp"
#include "history/history_writer.hpp"
#include "history/reader.hpp"
#include "incident/find_episodes.hpp"
#include "incident/find_latency.hpp"
#include "incident/find_loss.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

// As far back as find_episodes() compares.
constexpr auto episode_context = 6h;

// Around a time that was found in blocks of ten minutes.
struct SearchedMinutes {
  std::chrono::seconds earlier;
  std::chrono::seconds later;
};

constexpr SearchedMinutes around_shift{20min, 45min};

// An episode begins in its first block, or shortly before it. Earlier minutes may be those of an
// earlier episode. refine_shift_time() needs two minutes after the one that it finds.
constexpr SearchedMinutes around_episode{10min, 12min};

class PrefixSearch {
 public:
  PrefixSearch(OpenHistory& history, const SeriesKey& key, StoredId series, Moment since,
               Moment now)
      : history_(history),
        key_(key),
        series_(series),
        since_(since),
        now_(period_start(Tier::ten_minutes, now)),
        last_minute_(period_start(Tier::minute, now)),
        known_(history.incidents.recent_of(key.connection, key.prefix, since - 1h)) {}

  std::vector<Incident> run() {
    const auto week = records_of(history_, series_, now_ - days(8), now_, 1h);
    search_loss(usual_loss(week));
    search_latency(week);
    close_unseen();
    return std::move(found_);
  }

 private:
  Incident make(IncidentKind kind, Moment from, std::optional<Moment> to) const {
    return Incident{
        .kind = kind, .connection = key_.connection, .prefix = key_.prefix, .from = from, .to = to};
  }

  void add(IncidentKind kind, Moment from, std::optional<Moment> to) {
    found_.push_back(make(kind, from, to));
  }

  // The begin of the search for this kind: an open incident is searched again from its begin, if
  // that is not long ago.
  Moment begin_for(IncidentKind kind, std::chrono::seconds margin) const {
    Moment begin = since_ - margin;
    for (const Incident& incident : known_) {
      if (incident.kind != kind || incident.to) continue;
      begin = std::min(begin, std::max(incident.from - margin, since_ - 12h));
    }
    return period_start(Tier::ten_minutes, begin);
  }

  void search_loss(double usual) {
    const Moment from = begin_for(IncidentKind::loss, 40min);
    auto minutes = records_of(history_, series_, from, last_minute_, 1min);
    clear_outages(from, minutes);
    for (const FoundSpan& span : find_loss(from, minutes, usual)) {
      add(IncidentKind::loss, span.from, span.to);
    }
  }

  // What an outage has lost is no incident of its own: its first and last minute have answers.
  void clear_outages(Moment from, std::vector<PeriodRecord>& minutes) {
    const Moment end = from + 1min * static_cast<std::int64_t>(minutes.size());
    IncidentQuery query{.from = from, .to = end, .limit = 500, .connection = key_.connection};
    query.kind = IncidentKind::outage;
    for (const Incident& outage : history_.incidents.find(query)) {
      if (!outage.prefix.empty() && outage.prefix != key_.prefix) continue;
      const Moment begin = std::max(from, period_start(Tier::minute, outage.from));
      for (Moment minute = begin; minute < std::min(end, outage.to.value_or(end) + 1min);
           minute += 1min) {
        minutes[static_cast<std::size_t>((minute - from) / 1min)] = {};
      }
    }
  }

  std::vector<std::optional<LatencyFigures>> blocks_from(Moment from) {
    std::vector<std::optional<LatencyFigures>> blocks;
    Moment start = from;
    for (const PeriodRecord& record : records_of(history_, series_, from, now_, 10min)) {
      blocks.push_back(latency_of(start, record));
      start += 10min;
    }
    return blocks;
  }

  void search_latency(const std::vector<PeriodRecord>& week) {
    const Moment examine = since_ - 8h;
    const Moment from = period_start(Tier::ten_minutes, examine - 31h);
    const auto blocks = blocks_from(from);
    Moment last_shift{};
    for (const Incident& incident : known_) {
      if (incident.kind == IncidentKind::latency_shift) {
        last_shift = std::max(last_shift, incident.from);
      }
    }
    for (const LatencyShift& shift : find_shifts(from, blocks, examine)) {
      const Moment at = sharp(shift.at, shift.before, shift.after, around_shift);
      add(IncidentKind::latency_shift, at, std::nullopt);
      last_shift = std::max(last_shift, at);
    }
    std::vector<LatencyFigures> hours;
    Moment start = period_start(Tier::hour, now_ - days(8));
    for (const PeriodRecord& record : week) {
      if (const auto hour = latency_of(start, record); hour && start >= last_shift) {
        hours.push_back(*hour);
      }
      start += 1h;
    }
    add_episodes(period_start(Tier::ten_minutes, last_shift + 10min - 1s), from, blocks, hours);
  }

  // After `oldest`, which is a shift.
  void add_episodes(Moment oldest, Moment from, LatencyBlocks blocks,
                    const std::vector<LatencyFigures>& hours) {
    const Moment begin = begin_for(IncidentKind::latency_episode, 1h);
    // An earlier episode may go on, and was found with the blocks before it.
    const Moment examine = std::max({oldest, begin - episode_context, from});
    for (const FoundEpisode& episode : find_episodes(from, blocks, hours, examine)) {
      if (episode.to && *episode.to <= begin) continue;
      const auto usual = usual_at(episode.from, hours);
      // The limit of a minute, the middle of before and after, is that of a block.
      const auto sharp_begin = [&] {
        const Duration after = 2 * slow_median(usual->median) - usual->median;
        return sharp(episode.from, usual->median, after, around_episode);
      };
      const Moment sharp_from = usual ? sharp_begin() : episode.from;
      Incident incident = make(IncidentKind::latency_episode, sharp_from, episode.to);
      // The latency had risen before, and stayed, or nothing was measured for a while.
      if (!episode.rises && !history_.incidents.find_same(incident)) continue;
      found_.push_back(std::move(incident));
    }
  }

  // The minute in which the change began that was found in the block at `time`.
  Moment sharp(Moment time, Duration before, Duration after, const SearchedMinutes& searched) {
    const Moment first = time - searched.earlier;
    return refine_shift_time(
        time, before, after, first,
        records_of(history_, series_, first, std::min(time + searched.later, last_minute_), 1min));
  }

  // An incident that was open at the last search and is not seen any more has ended.
  void close_unseen() {
    for (const Incident& known : known_) {
      const bool searched =
          known.kind == IncidentKind::loss || known.kind == IncidentKind::latency_episode;
      if (!searched || known.to) continue;
      const bool seen = std::any_of(found_.begin(), found_.end(), [&](const Incident& incident) {
        return is_same_incident(known, incident);
      });
      if (seen) continue;
      add(known.kind, known.from, std::max(known.from + 1min, std::min(since_, now_)));
    }
  }

  OpenHistory& history_;
  const SeriesKey& key_;
  const StoredId series_;
  const Moment since_;
  const Moment now_;
  const Moment last_minute_;
  const std::vector<Incident> known_;
  std::vector<Incident> found_;
};

}  // namespace

std::vector<PeriodRecord> records_of(OpenHistory& history, StoredId series, Moment from, Moment to,
                                     std::chrono::seconds step) {
  if (from >= to) return {};
  return read_points(history.records, series, grid_of({.from = from, .to = to}, step));
}

std::vector<Incident> find_in_records(OpenHistory& history, const SeriesKey& key, StoredId series,
                                      Moment since, Moment now) {
  return PrefixSearch(history, key, series, since, now).run();
}

}  // namespace peeringd
