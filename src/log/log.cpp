#include "log/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "log/line_format.hpp"
#include "log/line_queue.hpp"
#include "log/non_dropping_sink.hpp"

namespace peeringd::log {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// Lines that may wait for the reader of the log; beyond that, the oldest are lost. An outage of
// thousands of connections writes as many lines at once. Some 7 MB while all places are taken.
constexpr std::size_t longest_queue = 16'384;

// How long flush() and the end of the process wait for that reader.
constexpr std::chrono::seconds last_wait{1};

std::atomic<bool> has_backend{false};

// Writes lines on a thread of its own, so that a stopped reader or a hanging disk does not delay
// probing.
class Backend {
 public:
  Backend() : queue_(std::make_shared<LineQueue>(make_sink(), longest_queue)) {
    lost_in_ = queue_.get();
    logger_ = std::make_shared<spdlog::logger>("peeringd", queue_);
    set_format(Format::text);
    logger_->set_level(spdlog::level::info);
    has_backend = true;
  }
  ~Backend() {
    if (sink_) sink_->give_up_in(last_wait);
  }
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  void set_format(Format format) {
    format_ = format;
    logger_->set_formatter(make_formatter(format, to_journal()));
  }
  Format format() const { return format_; }
  spdlog::logger& logger() { return *logger_; }
  void flush() { queue_->wait(last_wait); }

 private:
  spdlog::sink_ptr make_sink() {
    if (::isatty(STDERR_FILENO) == 1)
      return std::make_shared<spdlog::sinks::stderr_color_sink_st>();
    sink_ = std::make_shared<NonDroppingSink>(STDERR_FILENO, [this] { return lost_in_->lost(); });
    return sink_;
  }

  Format format_ = Format::text;
  std::shared_ptr<NonDroppingSink> sink_;
  const LineQueue* lost_in_ = nullptr;  // usable while queue_ is being destroyed
  std::shared_ptr<LineQueue> queue_;    // its destructor waits for the lines in it
  std::shared_ptr<spdlog::logger> logger_;
};

Backend& backend() {
  static Backend instance;
  return instance;
}

spdlog::logger& logger() {
  return backend().logger();
}

}  // namespace

void set_level(Level level) {
  logger().set_level(spdlog_level(level));
}

void set_format(Format format) {
  backend().set_format(format);
}

Format format() {
  return backend().format();
}

bool to_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat standard_error {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &standard_error) != 0) return false;
  // The variable alone proves nothing: a terminal inherits it from a desktop that systemd has
  // started.
  return fmt::format("{}:{}", standard_error.st_dev, standard_error.st_ino) == stream;
}

bool enabled(Level level) {
  return logger().should_log(spdlog_level(level));
}

void write(Level level, std::string_view line) {
  write(level, line, {});
}

void write(Level level, std::string_view line, std::span<const Field> fields) {
  if (!enabled(level)) return;
  const std::string message = with_fields(line, fields, format());
  logger().log(spdlog_level(level), spdlog::string_view_t{message.data(), message.size()});
}

void flush() {
  if (has_backend) backend().flush();  // else there is nothing, and no thread to start
}

}  // namespace peeringd::log
