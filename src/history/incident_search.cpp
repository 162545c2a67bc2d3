#include "history/incident_search.hpp"

#include <algorithm>

#include "history/grid.hpp"
#include "history/history_writer.hpp"
#include "history/incident_figures.hpp"
#include "history/reader.hpp"
#include "incident/find_in_events.hpp"
#include "incident/find_latency.hpp"
#include "incident/find_loss.hpp"

namespace peeringd {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr auto search_interval = 1h;

// How far back a search looks at most: where minutes are kept by default.
constexpr auto longest_search = days(8);

constexpr auto longest_event_search = days(35);

// The figures of the time after an incident are complete this long after it.
constexpr auto settling = 7h;

std::vector<PeriodRecord> records_of(OpenHistory& history, StoredId series, Moment from, Moment to,
                                     std::chrono::seconds step) {
  if (from >= to) return {};
  return read_points(history.records, series, grid_of({.from = from, .to = to}, step));
}

class PrefixSearch {
 public:
  PrefixSearch(OpenHistory& history, const SeriesKey& key, StoredId series, Moment since,
               Moment now)
      : history_(history),
        key_(key),
        series_(series),
        since_(since),
        now_(period_start(Tier::ten_minutes, now)),
        last_minute_(period_start(Tier::minute, now)) {
    for (Incident& incident : history.incidents.recent(since - 1h)) {
      if (incident.connection == key.connection && incident.prefix == key.prefix) {
        known_.push_back(std::move(incident));
      }
    }
  }

  std::vector<Incident> run() {
    const auto week = records_of(history_, series_, now_ - days(8), now_, 1h);
    search_loss(usual_loss(week));
    search_latency(week);
    close_unseen();
    return std::move(found_);
  }

 private:
  Incident& add(IncidentKind kind, Moment from, std::optional<Moment> to) {
    return found_.emplace_back(Incident{.kind = kind,
                                        .connection = key_.connection,
                                        .prefix = key_.prefix,
                                        .from = from,
                                        .to = to});
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
    const auto minutes = records_of(history_, series_, from, last_minute_, 1min);
    for (const FoundSpan& span : find_loss(from, minutes, usual)) {
      add(IncidentKind::loss, span.from, span.to);
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
      const Moment at = sharp(shift.at, shift.before, shift.after);
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
    const Moment begin = std::max(period_start(Tier::ten_minutes, last_shift + 10min - 1s),
                                  begin_for(IncidentKind::latency_episode, 1h));
    if (begin >= now_ || begin < from) return;
    const auto recent =
        LatencyBlocks(blocks).subspan(static_cast<std::size_t>((begin - from) / 10min));
    for (const FoundSpan& span : find_episodes(begin, recent, hours)) {
      const auto usual = usual_at(span.from, hours);
      const Moment sharp_from =
          usual ? sharp(span.from, usual->median, usual->median * 2) : span.from;
      add(IncidentKind::latency_episode, sharp_from, span.to);
    }
  }

  Moment sharp(Moment time, Duration before, Duration after) {
    const Moment first = time - 20min;
    return sharpened(
        time, before, after, first,
        records_of(history_, series_, first, std::min(time + 20min, last_minute_), 1min));
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
  std::vector<Incident> known_;
  std::vector<Incident> found_;
};

// An outage that no event has ended, as the daemon was restarted, ends with the first answer.
void end_if_answered(OpenHistory& history, Incident& incident, Moment now) {
  if (incident.kind != IncidentKind::outage || incident.to) return;
  const Moment begin = period_start(Tier::minute, incident.from) + 2min;
  const Moment from = std::max(begin, now - days(1));
  std::optional<Moment> answered;
  for (const SeriesKey& key : prefixes_of(history, incident)) {
    const auto id = history.records.series().find(key);
    Moment start = from;
    for (const PeriodRecord& record : records_of(history, *id, from, now, 1min)) {
      if (record.received > 0 && (!answered || start < *answered)) answered = start;
      start += 1min;
    }
  }
  incident.to = answered;
}

std::vector<Incident> search_events(OpenHistory& history, Moment since, Moment now) {
  Moment begin = since - days(1);
  const auto known = history.incidents.recent(since - 1h);
  for (const Incident& incident : known) {
    if (!incident.to) begin = std::min(begin, incident.from - 1min);
  }
  begin = std::max(begin, now - longest_event_search);
  const auto events = history.journal.events(std::max(begin, Moment{}), now + 1s, shows_incident);
  std::vector<HistorySpan> runs;
  for (const Run& run : history.journal.runs(std::max(begin, Moment{}), now + 1s)) {
    runs.push_back({run.begins, run.ends});
  }
  auto found = find_in_events(events, runs);
  for (Incident& incident : found) end_if_answered(history, incident, now);
  return found;
}

// Whether nothing that is known of the incident can change any more.
bool is_settled(const Incident& stored, const Incident& found, Moment since) {
  if (stored.to != found.to || stored.kind != found.kind) return false;
  if (stored.to) return *stored.to < since - settling;
  const bool stays =
      stored.kind == IncidentKind::latency_shift || stored.kind == IncidentKind::pop_change;
  return stays && stored.from < since - 2 * settling;
}

// Stores what is new, longer, or was not complete.
StoreResult<void> store(OpenHistory& history, std::vector<Incident> found, Moment since,
                        Moment now) {
  Transaction transaction(history.file.database());
  for (Incident& incident : found) {
    auto stored = history.incidents.find_same(incident);
    if (stored) {
      // A shift once found is no episode any more.
      if (stored->kind == IncidentKind::latency_shift) incident = *stored;
      if (is_settled(*stored, incident, since)) continue;
      incident.id = stored->id;
      incident.from = std::min(incident.from, stored->from);
      if (incident.detail.empty()) incident.detail = stored->detail;
      incident.maintenance = incident.maintenance || stored->maintenance;
    }
    add_figures(history, incident, now);
    history.incidents.put(incident);
  }
  return history.records.commit(transaction);
}

Moment begin_of_search(OpenHistory& history, Moment now) {
  return std::max(history.incidents.searched(), now - longest_search);
}

StoreResult<void> search_prefix(OpenHistory& history, const SeriesKey& key, Moment since,
                                Moment now) {
  const auto series = history.records.series().find(key);
  if (!series) return {};
  return store(history, PrefixSearch(history, key, *series, since, now).run(), since, now);
}

StoreResult<void> finish_search(OpenHistory& history, Moment until) {
  Transaction transaction(history.file.database());
  history.incidents.set_searched(until);
  return history.records.commit(transaction);
}

std::deque<SeriesKey> all_prefixes(OpenHistory& history) {
  std::deque<SeriesKey> keys;
  for (const auto& [key, id] : history.records.series().all(SeriesKind::prefix)) {
    keys.push_back(key);
  }
  return keys;
}

}  // namespace

StoreResult<bool> IncidentSearch::search_some(OpenHistory& history, Moment now) {
  if (!prefixes_) {
    if (now - history.incidents.searched() < search_interval) return false;
    since_ = begin_of_search(history, now);
    until_ = now;
    prefixes_ = all_prefixes(history);
    const auto done = store(history, search_events(history, since_, until_), since_, until_);
    if (!done) return done.error();
    return true;
  }
  if (prefixes_->empty()) {
    prefixes_.reset();
    const auto done = finish_search(history, until_);
    if (!done) return done.error();
    return false;
  }
  const SeriesKey key = std::move(prefixes_->front());
  prefixes_->pop_front();
  const auto done = search_prefix(history, key, since_, until_);
  if (!done) return done.error();
  return true;
}

StoreResult<void> search_now(OpenHistory& history, Moment now) {
  const Moment since = begin_of_search(history, now);
  if (auto done = store(history, search_events(history, since, now), since, now); !done)
    return done;
  for (const SeriesKey& key : all_prefixes(history)) {
    if (auto done = search_prefix(history, key, since, now); !done) return done;
  }
  return finish_search(history, now);
}

}  // namespace peeringd
