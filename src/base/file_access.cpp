#include "base/file_access.hpp"

#include <sys/stat.h>

#include <array>
#include <optional>
#include <system_error>

namespace peeringd {
namespace {

namespace fs = std::filesystem;

std::optional<mode_t> permissions_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mode;
}

// Looks from the file up to the root.
std::string closed_folder_of(const fs::path& file) {
  for (fs::path folder = file.parent_path();; folder = folder.parent_path()) {
    const auto mode = permissions_of(folder);
    if (!mode || (*mode & S_IXOTH) == 0) {
      return "its folder " + folder.string() + " has " + mode_of(folder);
    }
    if (folder == folder.parent_path()) return {};
  }
}

}  // namespace

std::string obstacle_to_others(const fs::path& file) {
  std::error_code error;
  const fs::path canonical = fs::canonical(file, error);  // where links lead to
  const auto mode = permissions_of(canonical);
  if (error || !mode || (*mode & S_IROTH) == 0) return mode_of(file);
  const std::string closed = closed_folder_of(canonical);
  return closed.empty() ? closed_folder_of(fs::absolute(file).lexically_normal()) : closed;
}

bool others_may_read(const fs::path& file) {
  return obstacle_to_others(file).empty();
}

std::string mode_of(const fs::path& path) {
  const auto mode = permissions_of(path);
  if (!mode) return "no such file";
  std::string text = "mode 0";
  for (const unsigned shift : {6U, 3U, 0U}) {
    text += static_cast<char>('0' + ((*mode >> shift) & 7U));
  }
  return text;
}

}  // namespace peeringd
