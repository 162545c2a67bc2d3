// Opens the history's file, locks it against a second process, and sets a damaged file aside.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "history/database.hpp"

namespace peeringd {

/// The path of the file in a folder. SQLite keeps more files beside it, which begin with its name.
inline constexpr const char* history_file_name = "history.db";

/// An open file. One thread.
class HistoryFile {
 public:
  /// Opens `folder`/history.db and creates the folder and the file if they are missing. Renames a
  /// damaged file to a name with the date (set_aside()) and creates a new one. Returns an error and
  /// changes nothing if the file has a newer version, belongs to another program, or is in use by
  /// another process.
  static StoreResult<HistoryFile> open(const std::filesystem::path& folder, WallTime now);

  Database& database() { return database_; }

  /// The new name of a damaged file; empty if the file was not damaged.
  const std::string& set_aside() const { return set_aside_; }

  /// Whether the folder still has this file: it may have been deleted or replaced.
  bool in_place() const;

  /// The size of the file, its log and its reserve, in bytes.
  std::uint64_t bytes() const;

  /// Keeps this many bytes of the disk in a file beside it, so that records can still be deleted
  /// when the disk is full: deleting takes room in SQLite's log. Does nothing without that room.
  static constexpr std::uint64_t reserve_bytes = 256 << 10;
  void keep_reserve() const;
  bool has_reserve() const;

  /// Gives the reserve back to the disk. False if there is none.
  bool release_reserve() const;

 private:
  HistoryFile(Descriptor lock, std::filesystem::path path, Database database);

  Descriptor lock_;  // released after the database is closed
  std::filesystem::path path_;
  Database database_;
  std::string set_aside_;
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
};

/// Renames the file and the files that SQLite keeps beside it. Returns the new name.
StoreResult<std::string> set_history_aside(const std::filesystem::path& folder, WallTime now);

}  // namespace peeringd
