// Which targets belong to which path, by their numbers in the file.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "history/series_table.hpp"

namespace peeringd {

/// Reads the names again only after they have changed. One thread.
class PathMembers {
 public:
  /// The table must outlive it.
  explicit PathMembers(const SeriesTable& series) : series_(series) {}

  /// The series in whose block the records of this one are sealed: the path of a target, otherwise
  /// the series itself.
  StoredId owner_of(StoredId series);

  /// The series of a block: the path and its targets, or a prefix. Ascending.
  std::vector<StoredId> members_of(StoredId owner);

  /// The owners of the targets [first, last). Ascending.
  std::vector<StoredId> owners_of(StoredId first, StoredId last);

 private:
  struct Member {
    StoredId owner;
    StoredId target;
    friend auto operator<=>(const Member&, const Member&) = default;
  };

  void refresh();

  const SeriesTable& series_;
  std::uint64_t revision_ = 0;
  std::vector<Member> by_owner_;
  std::vector<Member> by_target_;
};

}  // namespace peeringd
