// The columns that tables of records and of sealed blocks have in common: the figures of the
// record, or of the block's sum, for people who read the file, and the encoded data. Internal to
// this folder.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "history/database.hpp"
#include "model/period_record.hpp"

namespace peeringd {

inline constexpr std::string_view record_columns =
    " (id INTEGER PRIMARY KEY, sent INTEGER, received INTEGER, lost INTEGER,"
    " median_us INTEGER, p95_us INTEGER, data BLOB NOT NULL);";

/// The figures in a view, in units for people.
inline constexpr std::string_view shown_figures =
    " sent, received, lost,"
    " CASE WHEN received + lost > 0 THEN 100.0 * lost / (received + lost) END AS loss_percent,"
    " median_us / 1000.0 AS median_ms, p95_us / 1000.0 AS p95_ms FROM ";

/// Statements on a table, to be prepared. A range is [first, last).
std::string select_row(std::string_view table);
std::string select_range(std::string_view table);
std::string delete_range(std::string_view table);
std::string replace_row(std::string_view table);

/// Runs a prepared replace_row(). `data` must stay valid until then.
void put_row(Statement& replace, std::int64_t row, const PeriodRecord& figures,
             std::span<const std::uint8_t> data);

}  // namespace peeringd
