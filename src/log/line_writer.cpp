#include "log/line_writer.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

namespace peeringd::log {
namespace {

using std::chrono::steady_clock;

constexpr int look_again_ms = 100;

}  // namespace

bool LineWriter::write(std::string_view line) {
  if (cut_ && !write_all("\n")) return false;
  cut_ = false;
  return write_all(line);
}

void LineWriter::give_up_in(std::chrono::milliseconds time) {
  give_up_at_ = (steady_clock::now() + time).time_since_epoch().count();
}

bool LineWriter::write_all(std::string_view text) {
  const bool whole = text.size() > 1;
  std::size_t written = 0;
  while (written < text.size()) {
    if (!wait_for_room()) break;
    // A pipe that is writable for poll(2) accepts this many bytes without waiting (pipe(7)).
    const std::size_t size = std::min<std::size_t>(text.size() - written, PIPE_BUF);
    const ssize_t count = ::write(descriptor_, text.data() + written, size);
    if (count >= 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno != EINTR && errno != EAGAIN) {
      trouble_ = std::strerror(errno);
      break;
    }
  }
  if (written == text.size()) return true;
  cut_ = cut_ || (whole && written > 0);
  return false;
}

// Waits in short steps, as give_up_in() may be called in between.
bool LineWriter::wait_for_room() {
  for (;;) {
    pollfd waiting{descriptor_, POLLOUT, 0};
    const int ready = ::poll(&waiting, 1, 0);
    if (ready != 0 && !(ready < 0 && errno == EINTR)) return true;  // write(2) reports errors
    trouble_ = "its reader has stopped";
    if (steady_clock::now().time_since_epoch().count() >= give_up_at_) return false;
    ::poll(&waiting, 1, look_again_ms);
  }
}

}  // namespace peeringd::log
