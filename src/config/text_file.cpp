#include "config/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "base/utf8.hpp"

namespace peeringd {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

Error cannot_read(int error) {
  return {"cannot be read: " + std::system_category().message(error)};
}

Error too_large() {
  return {"is larger than " + std::to_string(max_config_bytes / 1024 / 1024) +
          " MiB, which no configuration is; is it the right file?"};
}

std::string hexadecimal(unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  return {'0', 'x', digits[byte >> 4U], digits[byte & 0xfU]};
}

bool is_control(unsigned char byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

}  // namespace

Result<std::string> read_text_file(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a FIFO must not wait for its writer.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) {
    if (errno == ENOENT) return Error{"does not exist"};
    return cannot_read(errno);
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) return cannot_read(errno);
  if (S_ISDIR(status.st_mode)) return Error{"is a directory; a file was meant"};
  if (!S_ISREG(status.st_mode)) return Error{"is not a regular file"};
  if (status.st_size > static_cast<off_t>(max_config_bytes)) return too_large();

  // The size is not trusted further: the file may grow, and those of /proc say 0.
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(errno);
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > max_config_bytes) return too_large();
  }
}

std::optional<TextFlaw> find_text_flaw(std::string_view text) {
  TextFlaw at;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) {
      at.what = "the byte " + hexadecimal(byte) + ", which is not UTF-8";
      return at;
    }
    if (is_control(byte)) {
      at.what = "the control character " + hexadecimal(byte);
      return at;
    }
    i += length;
    at.column += static_cast<int>(length);
    if (byte == '\n') {
      ++at.line;
      at.column = 1;
    }
  }
  return std::nullopt;
}

}  // namespace peeringd
