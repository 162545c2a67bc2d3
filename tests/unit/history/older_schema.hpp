// Makes files of earlier versions out of present ones.
#pragma once

#include <string>

#include "history/database.hpp"
#include "history/schema.hpp"

namespace peeringd::test {

/// Removes what the fifth version has added.
inline void make_fourth_version(Database& database) {
  database.run("DROP VIEW thresholds");
  database.run("DROP TABLE threshold");
  database.run("PRAGMA user_version = 4");
}

/// Removes what the fourth version has added as well. Nothing may be sealed.
inline void make_third_version(Database& database) {
  make_fourth_version(database);
  for (const Tier tier : all_tiers) {
    database.run("DROP VIEW by_" + sealed_table_of(tier));
    database.run("DROP TABLE " + sealed_table_of(tier));
  }
  database.run("PRAGMA user_version = 3");
}

}  // namespace peeringd::test
