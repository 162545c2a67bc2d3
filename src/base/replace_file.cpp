#include "base/replace_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

#include "base/descriptor.hpp"

namespace peeringd {
namespace {

constexpr mode_t permissions = 0777;

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written == -1 && errno == EINTR) continue;
    if (written == -1) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Only root may give a file away. For others, the group is what matters: it may read the file.
bool keep_owner(int file, const struct stat& old) {
  struct stat fresh = {};
  if (::fstat(file, &fresh) != 0) return false;
  if (fresh.st_uid == old.st_uid && fresh.st_gid == old.st_gid) return true;  // needs no privilege
  const bool others_read = (old.st_mode & S_IROTH) != 0;
  return ::fchown(file, old.st_uid, old.st_gid) == 0 ||
         ::fchown(file, static_cast<uid_t>(-1), old.st_gid) == 0 || others_read;
}

bool keep_access(int file, const struct stat& old) {
  return keep_owner(file, old) && ::fchmod(file, old.st_mode & permissions) == 0;
}

// Returns 0 or an errno. Leaves no file after an error.
int write_file(const std::filesystem::path& path, const std::optional<struct stat>& old,
               std::string_view text) {
  // The rest of an attempt that was interrupted.
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return errno;
  const mode_t mode = old ? 0600 : 0666;
  // Exclusively: others who may write to the folder could put a symbolic link there.
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!file) return errno;
  // Without fsync, the file could be empty after a power failure.
  const bool written = (!old || keep_access(file.get(), *old)) && write_all(file.get(), text) &&
                       ::fsync(file.get()) == 0;
  const int number = written ? 0 : errno;
  if (!written) ::unlink(path.c_str());
  return number;
}

// The new name survives a power failure. Not every file system can do this, and some folders may be
// written but not read; the file has its new content even so.
void flush_folder(const std::filesystem::path& folder) {
  const char* const path = folder.empty() ? "." : folder.c_str();
  const Descriptor opened(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened) ::fsync(opened.get());
}

Error error_about(const std::filesystem::path& path, const std::string& what, int number) {
  return Error{path.string() + " cannot be " + what + ": " + std::strerror(number)};
}

}  // namespace

Result<void> replace_file(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  if (error) return error_about(path, "replaced", error.value());
  std::optional<struct stat> old;
  if (struct stat found = {}; ::stat(target.c_str(), &found) == 0) old = found;
  if (old && !S_ISREG(old->st_mode)) {
    return Error{path.string() + " cannot be replaced: it is not a regular file"};
  }
  std::filesystem::path fresh = target;
  fresh += ".new";
  if (const int number = write_file(fresh, old, text); number != 0) {
    return error_about(fresh, "written", number);
  }
  if (::rename(fresh.c_str(), target.c_str()) != 0) {
    const Error failure = error_about(path, "replaced", errno);
    ::unlink(fresh.c_str());
    return failure;
  }
  flush_folder(target.parent_path());
  return {};
}

}  // namespace peeringd
