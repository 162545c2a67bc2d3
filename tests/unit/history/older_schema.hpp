// Makes files of earlier versions out of present ones.
#pragma once

#include <string>

#include "history/database.hpp"
#include "history/schema.hpp"

namespace peeringd::test {

/// Removes what the fourth version has added. Nothing may be sealed.
inline void make_third_version(Database& database) {
  for (const Tier tier : all_tiers) {
    database.run("DROP VIEW by_" + sealed_table_of(tier));
    database.run("DROP TABLE " + sealed_table_of(tier));
  }
  database.run("PRAGMA user_version = 3");
}

}  // namespace peeringd::test
