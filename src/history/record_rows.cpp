#include "history/record_rows.hpp"

#include <string>

#include "history/record_codec.hpp"
#include "history/schema.hpp"

namespace peeringd {
namespace {

// The first row of the periods that begin at `time` or later.
std::int64_t row_bound(Tier tier, Moment time) {
  constexpr std::int64_t most_periods = std::int64_t{1} << 38;
  const auto seconds = time.time_since_epoch();
  const std::int64_t period =
      seconds / period_of(tier) + (seconds % period_of(tier) > std::chrono::seconds{} ? 1 : 0);
  return period >= most_periods ? INT64_MAX : period << series_bits;
}

std::optional<std::int64_t> microseconds(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return std::chrono::round<std::chrono::microseconds>(*duration).count();
}

std::string with_table(Tier tier, const std::string& before, const std::string& after) {
  return before + std::string(table_of(tier)) + after;
}

}  // namespace

RecordRows::RecordRows(Database& database, Tier tier)
    : tier_(tier),
      find_(database.prepare(with_table(tier, "SELECT data FROM ", " WHERE id = ?"))),
      put_(database.prepare(with_table(tier, "INSERT OR REPLACE INTO ",
                                       " (id, sent, received, lost, median_us, p95_us, data)"
                                       " VALUES (?, ?, ?, ?, ?, ?, ?)"))),
      range_(database.prepare(
          with_table(tier, "SELECT id, data FROM ", " WHERE id >= ? AND id < ? ORDER BY id"))),
      first_(database.prepare(
          with_table(tier, "SELECT id FROM ", " WHERE id >= ? AND id < ? ORDER BY id LIMIT 1"))),
      drop_(database.prepare(with_table(tier, "DELETE FROM ", " WHERE id >= ? AND id < ?"))) {}

std::optional<PeriodRecord> RecordRows::decoded(std::span<const std::uint8_t> bytes) {
  auto record = decode_record(bytes);
  if (record) return std::move(*record);
  ++damaged_;
  return std::nullopt;
}

std::optional<PeriodRecord> RecordRows::find(Moment start, StoredId series) {
  if (!find_.bind(row_id(tier_, start, series)).next()) return std::nullopt;
  auto record = decoded(find_.bytes(0));
  find_.finish();
  return record;
}

void RecordRows::put(Moment start, StoredId series, const PeriodRecord& record) {
  buffer_.clear();
  encode(record, buffer_);
  put_.bind(row_id(tier_, start, series), record.sent, record.received, record.lost_total(),
            microseconds(record.round_trips.quantile(0.5)),
            microseconds(record.round_trips.quantile(0.95)), std::span<const std::uint8_t>(buffer_))
      .run();
}

void RecordRows::merge(Moment start, StoredId series, const PeriodRecord& record) {
  auto sum = find(start, series);
  if (!sum) return put(start, series, record);
  *sum += record;
  put(start, series, *sum);
}

void RecordRows::erase(Moment start, StoredId series) {
  erase(start, series, series + 1);
}

void RecordRows::erase(Moment start, StoredId first, StoredId last) {
  drop_.bind(row_id(tier_, start, first), row_id(tier_, start, last)).run();
}

std::optional<StoredId> RecordRows::first_series(Moment start, StoredId first) {
  const bool found =
      first_.bind(row_id(tier_, start, first), row_id(tier_, start, series_end)).next();
  const std::optional<StoredId> series =
      found ? std::optional(series_of_row(first_.integer(0))) : std::nullopt;
  first_.finish();
  return series;
}

bool RecordRows::has_any(Moment start, StoredId first, StoredId last) {
  const bool found = first_.bind(row_id(tier_, start, first), row_id(tier_, start, last)).next();
  first_.finish();
  return found;
}

std::optional<Moment> RecordRows::first_in(Moment from, Moment to) {
  if (!first_.bind(row_bound(tier_, from), row_bound(tier_, to)).next()) return std::nullopt;
  const Moment start = start_of_row(tier_, first_.integer(0));
  first_.finish();
  return start;
}

void RecordRows::drop(Moment from, Moment to) {
  drop_.bind(row_bound(tier_, from), row_bound(tier_, to)).run();
}

}  // namespace peeringd
