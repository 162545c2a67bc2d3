#include "history/record_columns.hpp"

#include <chrono>
#include <optional>

namespace peeringd {
namespace {

std::string with_table(std::string_view before, std::string_view table, std::string_view after) {
  return std::string(before).append(table).append(after);
}

std::optional<std::int64_t> microseconds(std::optional<Duration> duration) {
  if (!duration) return std::nullopt;
  return std::chrono::round<std::chrono::microseconds>(*duration).count();
}

}  // namespace

std::string select_row(std::string_view table) {
  return with_table("SELECT data FROM ", table, " WHERE id = ?");
}

std::string select_range(std::string_view table) {
  return with_table("SELECT id, data FROM ", table, " WHERE id >= ? AND id < ? ORDER BY id");
}

std::string delete_range(std::string_view table) {
  return with_table("DELETE FROM ", table, " WHERE id >= ? AND id < ?");
}

std::string replace_row(std::string_view table) {
  return with_table("INSERT OR REPLACE INTO ", table,
                    " (id, sent, received, lost, median_us, p95_us, data)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)");
}

void put_row(Statement& replace, std::int64_t row, const PeriodRecord& figures,
             std::span<const std::uint8_t> data) {
  replace
      .bind(row, figures.sent, figures.received, figures.lost_total(),
            microseconds(figures.round_trips.quantile(0.5)),
            microseconds(figures.round_trips.quantile(0.95)), data)
      .run();
}

}  // namespace peeringd
