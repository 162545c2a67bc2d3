#include "history/record_rows.hpp"

#include <string>

#include "history/record_columns.hpp"
#include "history/schema.hpp"
#include "record/record_codec.hpp"

namespace peeringd {

RecordRows::RecordRows(Database& database, Tier tier)
    : tier_(tier),
      find_(database.prepare(select_row(table_of(tier)))),
      put_(database.prepare(replace_row(table_of(tier)))),
      range_(database.prepare(select_range(table_of(tier)))),
      first_(database.prepare("SELECT id FROM " + std::string(table_of(tier)) +
                              " WHERE id >= ? AND id < ? ORDER BY id LIMIT 1")),
      drop_(database.prepare(delete_range(table_of(tier)))) {}

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
  put_row(put_, row_id(tier_, start, series), record, buffer_);
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
  if (!first_.bind(first_row(period_of(tier_), from), first_row(period_of(tier_), to)).next())
    return std::nullopt;
  const Moment start = start_of_row(tier_, first_.integer(0));
  first_.finish();
  return start;
}

void RecordRows::drop(Moment from, Moment to) {
  drop_.bind(first_row(period_of(tier_), from), first_row(period_of(tier_), to)).run();
}

}  // namespace peeringd
