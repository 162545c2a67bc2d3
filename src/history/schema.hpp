// The tables of the history's file, and their versions. docs/history.md describes them, and the
// views for people.
#pragma once

#include <string>
#include <string_view>

#include "history/database.hpp"
#include "record/row_id.hpp"

namespace peeringd {

/// PRAGMA user_version of the files that this program writes. An older file is brought to it, a
/// newer one refused.
inline constexpr std::int64_t schema_version = 5;

/// The table with the records of a tier that have a row each.
std::string_view table_of(Tier tier);

/// The table with the sealed records of a tier.
std::string sealed_table_of(Tier tier);

/// Sets up the connection, and makes or updates the tables. After an error the tables are as they
/// were.
StoreResult<void> prepare_schema(Database& database);

}  // namespace peeringd
