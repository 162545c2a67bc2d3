#include "history/threshold_journal.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace peeringd {
namespace {

constexpr std::array<std::string_view, 3> stored_signals{"latency", "loss", "jitter"};

constexpr const char* threshold_columns =
    "latency_warning, latency_critical, loss_warning, loss_critical, jitter_warning,"
    " jitter_critical";

Limits<double> limits_of(const Thresholds& thresholds, std::size_t signal) {
  const auto found = thresholds.find(std::string(stored_signals[signal]));
  return found == thresholds.end() ? Limits<double>{} : found->second;
}

// From six columns, of which the first is `column`.
Thresholds thresholds_at(const Statement& row, int column) {
  Thresholds thresholds;
  for (const std::string_view signal : stored_signals) {
    const Limits<double> limits{row.real(column), row.real(column + 1), false};
    column += 2;
    if (!limits.off()) thresholds.emplace(signal, limits);
  }
  return thresholds;
}

constexpr const char* of_subject =
    " FROM threshold WHERE connection = ? AND prefix = ? AND endpoint = ?";
constexpr const char* newest_first = " ORDER BY time DESC, id DESC LIMIT ?";

std::string select_thresholds(const char* condition) {
  return "SELECT time, " + std::string(threshold_columns) + of_subject + condition + newest_first;
}

ThresholdChange change_at(const Statement& row) {
  return {{}, from_unix_seconds(row.integer(0)), thresholds_at(row, 1)};
}

}  // namespace

ThresholdJournal::ThresholdJournal(Database& database)
    : database_(database),
      last_(database.prepare(select_thresholds(" AND time < ?"))),
      insert_(database.prepare("INSERT INTO threshold (time, connection, prefix, endpoint, " +
                               std::string(threshold_columns) +
                               ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {}

std::optional<ThresholdChange> ThresholdJournal::last_before(const EventSubject& subject,
                                                             Moment time) {
  last_.bind(subject.connection, subject.prefix, subject.endpoint, unix_seconds(time), 1);
  if (!last_.next()) return std::nullopt;
  ThresholdChange found = change_at(last_);
  last_.finish();
  return found;
}

void ThresholdJournal::note(const ThresholdChange& change) {
  const auto& [subject, time, thresholds] = change;
  const auto last = last_before(subject, time + std::chrono::seconds{1});
  // Also that there were none: the time before the first row is shown with its thresholds.
  if (last && last->thresholds == thresholds) return;
  const auto latency = limits_of(thresholds, 0);
  const auto loss = limits_of(thresholds, 1);
  const auto jitter = limits_of(thresholds, 2);
  insert_
      .bind(unix_seconds(time), subject.connection, subject.prefix, subject.endpoint,
            latency.warning, latency.critical, loss.warning, loss.critical, jitter.warning,
            jitter.critical)
      .run();
}

std::optional<Moment> ThresholdJournal::next_after(Moment time) {
  const auto next = database_.next_time("threshold", unix_seconds(time));
  return next ? std::optional(from_unix_seconds(*next)) : std::nullopt;
}

// Newest first, until one holds at `from`; at most `max_spans` and one more.
std::vector<ThresholdChange> ThresholdJournal::all_changes(const EventSubject& subject, Moment from,
                                                           Moment to) {
  std::vector<ThresholdChange> found;
  Statement rows = database_.prepare(select_thresholds(" AND time < ?"));
  rows.bind(subject.connection, subject.prefix, subject.endpoint, unix_seconds(to), max_spans + 1);
  while (rows.next()) {
    found.push_back(change_at(rows));
    if (found.back().time <= from) break;
  }
  return found;
}

// The last one of each of `max_spans` equal parts, newest first.
std::vector<ThresholdChange> ThresholdJournal::some_changes(const EventSubject& subject,
                                                            Moment from, Moment to) {
  const auto parts = static_cast<std::int64_t>(max_spans - 1);
  const auto part = (to - from + std::chrono::seconds{parts - 1}) / parts;
  std::vector<ThresholdChange> found;
  for (Moment before = to; before > from;) {
    const auto last = last_before(subject, before);
    if (!last) break;
    found.push_back(*last);
    if (last->time <= from) break;
    before = from + (last->time - from) / part * part;
  }
  // The ones that hold at the beginning.
  if (!found.empty() && found.back().time > from) {
    if (const auto first = last_before(subject, from + std::chrono::seconds{1})) {
      found.push_back(*first);
    }
  }
  return found;
}

std::vector<ThresholdSpan> ThresholdJournal::spans(const EventSubject& subject, Moment from,
                                                   Moment to) {
  auto changes = all_changes(subject, from, to);
  if (changes.size() > max_spans && changes.back().time > from) {
    changes = some_changes(subject, from, to);
  }
  // Nothing is known of the time before the first row, not even by which it was.
  if (changes.empty()) {
    Statement first = database_.prepare("SELECT time, " + std::string(threshold_columns) +
                                        of_subject + " ORDER BY time, id LIMIT 1");
    first.bind(subject.connection, subject.prefix, subject.endpoint);
    if (first.next()) changes.push_back(change_at(first));
    if (!changes.empty()) changes.back().time = from;
  }
  std::vector<ThresholdSpan> found;
  Moment end = to;
  for (const ThresholdChange& change : changes) {
    const Moment begin = std::max(from, change.time);
    if (begin >= end) continue;  // another one of the same second
    found.push_back({begin, end, change.thresholds});
    end = begin;
  }
  std::ranges::reverse(found);
  if (!found.empty()) found.front().from = from;
  return found;
}

void ThresholdJournal::drop(Moment before) {
  database_
      .prepare(
          "DELETE FROM threshold WHERE time < ?1 AND EXISTS (SELECT 1 FROM threshold AS later"
          " WHERE later.connection = threshold.connection AND later.prefix = threshold.prefix"
          " AND later.endpoint = threshold.endpoint AND later.time < ?1"
          " AND (later.time, later.id) > (threshold.time, threshold.id))")
      .bind(unix_seconds(before))
      .run();
}

}  // namespace peeringd
