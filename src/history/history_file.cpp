#include "history/history_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <ctime>
#include <string_view>
#include <system_error>

#include "history/schema.hpp"

namespace peeringd {
namespace {

constexpr std::string_view way_on = " (set history.path to use another folder)";
constexpr const char* reserve_suffix = ".reserve";

bool remove_reserve(std::filesystem::path path) {
  std::error_code error;
  return std::filesystem::remove(path += reserve_suffix, error);
}

StoreError system_failure(const std::string& what) {
  const std::error_code code(errno, std::generic_category());
  return {Fault::other, what + ": " + code.message()};
}

// Held as long as the descriptor is open: the kernel releases it even after a crash.
StoreResult<Descriptor> lock_file(const std::filesystem::path& path) {
  Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (!lock) {
    StoreError failure = system_failure("cannot write " + path.string());
    failure.message += way_on;
    return failure;
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return system_failure("cannot lock " + path.string());
  return StoreError{Fault::in_use, "another peeringd is using " + path.parent_path().string()};
}

std::string date_text(WallTime now) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc)};
}

// SQLite reads the file only when it is used.
StoreResult<Database> open_database(const std::filesystem::path& path) {
  auto database = Database::open(path);
  if (!database) return database.error();
  if (auto prepared = prepare_schema(*database); !prepared) return prepared.error();
  return database;
}

}  // namespace

StoreResult<std::string> set_history_aside(const std::filesystem::path& folder, WallTime now) {
  const std::filesystem::path path = folder / history_file_name;
  std::filesystem::path aside = path;
  aside += ".damaged-" + date_text(now);
  for (const char* const part : {"", "-wal", "-shm"}) {
    std::filesystem::path from = path;
    std::filesystem::path to = aside;
    std::error_code error;
    if (!std::filesystem::exists(from += part, error)) continue;
    std::filesystem::rename(from, to += part, error);
    if (error)
      return StoreError{Fault::other, "cannot rename " + from.string() + ": " + error.message()};
  }
  return aside.string();
}

StoreResult<HistoryFile> HistoryFile::open(const std::filesystem::path& folder, WallTime now) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    return StoreError{Fault::other, "cannot create " + folder.string() + ": " + error.message() +
                                        std::string(way_on)};
  const std::filesystem::path path = folder / history_file_name;
  std::filesystem::path lock_path = path;
  auto lock = lock_file(lock_path += ".lock");
  if (!lock) return lock.error();
  auto database = open_database(path);
  if (!database && database.error().fault == Fault::full && remove_reserve(path)) {
    database = open_database(path);
  }
  std::string aside;
  if (!database && database.error().fault == Fault::damaged) {
    auto renamed = set_history_aside(folder, now);
    if (!renamed) return renamed.error();
    aside = *renamed;
    database = open_database(path);
  }
  if (!database) {
    return StoreError{database.error().fault,
                      "cannot use " + path.string() + ": " + database.error().message};
  }
  HistoryFile file(std::move(*lock), path, std::move(*database));
  file.set_aside_ = std::move(aside);
  return file;
}

HistoryFile::HistoryFile(Descriptor lock, std::filesystem::path path, Database database)
    : lock_(std::move(lock)), path_(std::move(path)), database_(std::move(database)) {
  struct stat found {};
  if (::stat(path_.c_str(), &found) != 0) return;
  device_ = found.st_dev;
  inode_ = found.st_ino;
}

bool HistoryFile::in_place() const {
  struct stat found {};
  return ::stat(path_.c_str(), &found) == 0 && found.st_dev == device_ && found.st_ino == inode_;
}

void HistoryFile::keep_reserve() const {
  std::filesystem::path path = path_;
  const Descriptor reserve{
      ::open((path += reserve_suffix).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (reserve && ::posix_fallocate(reserve.get(), 0, reserve_bytes) != 0) remove_reserve(path_);
}

bool HistoryFile::has_reserve() const {
  std::filesystem::path path = path_;
  std::error_code error;
  return std::filesystem::file_size(path += reserve_suffix, error) == reserve_bytes;
}

bool HistoryFile::release_reserve() const {
  return remove_reserve(path_);
}

std::uint64_t HistoryFile::bytes() const {
  std::uint64_t sum = 0;
  for (const char* const part : {"", "-wal", reserve_suffix}) {
    std::filesystem::path path = path_;
    std::error_code error;
    const auto size = std::filesystem::file_size(path += part, error);
    if (!error) sum += size;
  }
  return sum;
}

}  // namespace peeringd
