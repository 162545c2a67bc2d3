#include "history/reach_journal.hpp"

namespace peeringd {
namespace {

constexpr std::int64_t not_known = -1;

}  // namespace

void ReachJournal::add(const ReachChange& change) {
  const std::int64_t up = change.up ? std::int64_t{*change.up} : not_known;
  database_.prepare("INSERT INTO reach (time, connection, up, maintenance) VALUES (?, ?, ?, ?)")
      .bind(unix_seconds(change.time), change.connection, up, std::int64_t{change.maintenance})
      .run();
}

std::vector<ReachChange> ReachJournal::changes(const std::string& connection, Moment from,
                                               Moment to, std::size_t limit) {
  std::vector<ReachChange> found;
  Statement rows = database_.prepare(
      "SELECT time, up, maintenance FROM reach WHERE connection = ?1 AND time < ?3"
      " AND time >= coalesce((SELECT max(time) FROM reach WHERE connection = ?1 AND time <= ?2), "
      "?2)"
      " ORDER BY time, id LIMIT ?4");
  rows.bind(connection, unix_seconds(from), unix_seconds(to), limit);
  while (rows.next()) {
    ReachChange change{connection, from_unix_seconds(rows.integer(0)), std::nullopt,
                       rows.integer(2) != 0};
    if (rows.integer(1) != not_known) change.up = rows.integer(1) != 0;
    found.push_back(std::move(change));
  }
  return found;
}

std::vector<std::string> ReachJournal::connections() {
  std::vector<std::string> found;
  Statement rows = database_.prepare("SELECT DISTINCT connection FROM reach ORDER BY connection");
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

void ReachJournal::drop(Moment before) {
  database_
      .prepare(
          "DELETE FROM reach WHERE time < ?1 AND id NOT IN (SELECT max(id) FROM reach"
          " WHERE time < ?1 GROUP BY connection)")
      .bind(unix_seconds(before))
      .run();
}

}  // namespace peeringd
