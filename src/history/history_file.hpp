// The history's file: opened so that no second process writes it, and put aside when it is damaged.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "history/database.hpp"

namespace peeringd {

/// Where in a folder it is. SQLite has more files beside it, which begin with its name.
inline constexpr const char* history_file_name = "history.db";

/// An open file. One thread.
class HistoryFile {
 public:
  /// Opens `folder`/history.db and creates what is missing. A damaged file is renamed, to one with
  /// the date in its name (set_aside()), and a new one begun. A file of a newer version or of
  /// another program, and one that another process has, is left alone: an error.
  static StoreResult<HistoryFile> open(const std::filesystem::path& folder, WallTime now);

  Database& database() { return database_; }

  /// The name that a damaged file has now; empty if there was none.
  const std::string& set_aside() const { return set_aside_; }

  /// Whether the folder still has this file: it may have been deleted or replaced.
  bool in_place() const;

  /// Of the file and its log.
  std::uint64_t bytes() const;

 private:
  HistoryFile(Descriptor lock, std::filesystem::path path, Database database);

  Descriptor lock_;  // released after the database is closed
  std::filesystem::path path_;
  Database database_;
  std::string set_aside_;
  std::uint64_t device_ = 0;
  std::uint64_t inode_ = 0;
};

/// Renames the file and what SQLite keeps beside it. The new name; an error if that fails.
StoreResult<std::string> set_history_aside(const std::filesystem::path& folder, WallTime now);

}  // namespace peeringd
