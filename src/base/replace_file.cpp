#include "base/replace_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "base/descriptor.hpp"

namespace peeringd {
namespace {

// Whether the content is on the disk. Otherwise the file could be empty after a power failure.
bool is_flushed(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return file.get() != -1 && ::fsync(file.get()) == 0;
}

}  // namespace

Result<void> replace_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path fresh = path;
  fresh += ".new";
  errno = 0;
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file || !is_flushed(fresh)) {
    return Error{fresh.string() + " cannot be written: " + std::strerror(errno)};
  }
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) return Error{path.string() + " cannot be replaced: " + error.message()};
  return {};
}

}  // namespace peeringd
