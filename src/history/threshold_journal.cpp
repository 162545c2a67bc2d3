#include "history/threshold_journal.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

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

using SubjectNames = std::tuple<std::string, std::string, std::string>;

std::map<SubjectNames, Thresholds> last_thresholds(Database& database) {
  std::map<SubjectNames, Thresholds> last;
  Statement rows =
      database.prepare("SELECT connection, prefix, endpoint, " + std::string(threshold_columns) +
                       " FROM threshold WHERE id IN (SELECT max(id) FROM threshold"
                       " GROUP BY connection, prefix, endpoint)");
  while (rows.next()) {
    last[{rows.text(0), rows.text(1), rows.text(2)}] = thresholds_at(rows, 3);
  }
  return last;
}

}  // namespace

void ThresholdJournal::note(const std::vector<ThresholdChange>& current) {
  const auto last = last_thresholds(database_);
  Statement insert =
      database_.prepare("INSERT INTO threshold (time, connection, prefix, endpoint, " +
                        std::string(threshold_columns) + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const auto& [subject, time, thresholds] : current) {
    const auto found = last.find({subject.connection, subject.prefix, subject.endpoint});
    // Also that there were none: the time before the first row is shown with its thresholds.
    if (found != last.end() && found->second == thresholds) continue;
    const auto latency = limits_of(thresholds, 0);
    const auto loss = limits_of(thresholds, 1);
    const auto jitter = limits_of(thresholds, 2);
    insert
        .bind(unix_seconds(time), subject.connection, subject.prefix, subject.endpoint,
              latency.warning, latency.critical, loss.warning, loss.critical, jitter.warning,
              jitter.critical)
        .run();
  }
}

std::vector<ThresholdSpan> ThresholdJournal::spans(const EventSubject& subject, Moment from,
                                                   Moment to) {
  std::vector<ThresholdSpan> found;
  Statement rows =
      database_.prepare("SELECT time, " + std::string(threshold_columns) +
                        " FROM threshold WHERE connection = ? AND prefix = ? AND endpoint = ?"
                        " ORDER BY time DESC, id DESC LIMIT ?");
  rows.bind(subject.connection, subject.prefix, subject.endpoint, max_spans);
  Moment end = to;
  Thresholds first;
  bool known = false;
  while (end > from && rows.next()) {
    const Moment begin = std::max(from, Moment{std::chrono::seconds{rows.integer(0)}});
    first = thresholds_at(rows, 1);
    known = true;
    if (begin >= end) continue;
    found.push_back({begin, end, first});
    end = begin;
  }
  // Nothing is known of the time before.
  if (found.empty() && known) found.push_back({from, to, first});
  std::ranges::reverse(found);
  if (!found.empty()) found.front().from = from;
  return found;
}

void ThresholdJournal::drop(Moment before) {
  database_
      .prepare(
          "DELETE FROM threshold WHERE time < ?1 AND id NOT IN (SELECT max(id) FROM threshold"
          " WHERE time < ?1 GROUP BY connection, prefix, endpoint)")
      .bind(unix_seconds(before))
      .run();
}

}  // namespace peeringd
