#include "resolve/text_of_file.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <system_error>

#include "base/regular_file.hpp"

namespace peeringd {

FileStamp stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
          status.st_mtim.tv_nsec};
}

Result<std::string> text_of_file(const std::string& path, std::size_t limit) {
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error) return std::string{};
  return read_regular_file(path, limit);
}

}  // namespace peeringd
