#include "base/regular_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/descriptor.hpp"

namespace peeringd {
namespace {

Error not_readable(int error) {
  return {"cannot be read: " + std::system_category().message(error)};
}

std::string size_text(std::size_t bytes) {
  constexpr std::size_t mebibyte = 1024UL * 1024;
  if (bytes % mebibyte == 0) return std::to_string(bytes / mebibyte) + " MiB";
  return std::to_string(bytes) + " bytes";
}

Error too_large(std::size_t max_bytes) {
  return {"is larger than " + size_text(max_bytes)};
}

}  // namespace

Result<std::string> read_regular_file(const std::filesystem::path& path, std::size_t max_bytes) {
  // O_NONBLOCK: opening a FIFO must not wait for its writer.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) {
    if (errno == ENOENT) return Error{"does not exist"};
    return not_readable(errno);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return not_readable(errno);
  if (S_ISDIR(status.st_mode)) return Error{"is a directory; expected a file"};
  if (!S_ISREG(status.st_mode)) return Error{"is not a regular file"};
  if (status.st_size > static_cast<off_t>(max_bytes)) return too_large(max_bytes);

  // The size is not trusted further: the file may grow, and those of /proc say 0.
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return not_readable(errno);
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > max_bytes) return too_large(max_bytes);
  }
}

}  // namespace peeringd
