#include "log/journal.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace peeringd::log {

bool to_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat standard_error {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &standard_error) != 0) return false;
  // Not the variable alone: a terminal inherits it from a desktop that systemd has started.
  return fmt::format("{}:{}", standard_error.st_dev, standard_error.st_ino) == stream;
}

}  // namespace peeringd::log
