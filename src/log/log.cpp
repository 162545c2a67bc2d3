#include "log/log.hpp"

#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "log/line_format.hpp"
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

// Lines that may wait for the reader of the log; beyond that, the oldest are lost.
constexpr std::size_t longest_queue = 1024;

// How long flush() and the end of the process wait for that reader.
constexpr std::chrono::seconds last_wait{1};

// Stands behind the writing sink, and so is flushed once that has written everything before.
class FlushMarker final : public spdlog::sinks::sink {
 public:
  void log(const spdlog::details::log_msg& /*message*/) override {}
  void set_pattern(const std::string& /*pattern*/) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter> /*formatter*/) override {}
  void flush() override {
    const std::lock_guard lock(mutex_);
    ++flushed_;
    changed_.notify_all();
  }

  template <typename Ask>
  void wait_after(Ask ask) {
    std::unique_lock lock(mutex_);
    const auto before = flushed_;
    ask();
    changed_.wait_for(lock, last_wait, [&] { return flushed_ > before; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t flushed_ = 0;
};

// Writes lines on a thread of its own, so that a stopped reader or a hanging disk does not delay
// probing.
class Backend {
 public:
  Backend() : pool_(std::make_shared<spdlog::details::thread_pool>(longest_queue, 1)) {
    logger_ = std::make_shared<spdlog::async_logger>("peeringd", make_sink(), pool_,
                                                     spdlog::async_overflow_policy::overrun_oldest);
    logger_->sinks().push_back(marker_);
    set_format(Format::text);
    logger_->set_level(spdlog::level::info);
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
  void flush() {
    marker_->wait_after([this] { logger_->flush(); });
  }

 private:
  spdlog::sink_ptr make_sink() {
    if (::isatty(STDERR_FILENO) == 1)
      return std::make_shared<spdlog::sinks::stderr_color_sink_st>();
    sink_ = std::make_shared<NonDroppingSink>(STDERR_FILENO,
                                              [&pool = *pool_] { return pool.overrun_counter(); });
    return sink_;
  }

  Format format_ = Format::text;
  std::shared_ptr<FlushMarker> marker_ = std::make_shared<FlushMarker>();
  std::shared_ptr<NonDroppingSink> sink_;
  std::shared_ptr<spdlog::async_logger> logger_;
  std::shared_ptr<spdlog::details::thread_pool> pool_;  // its destructor waits for queued lines
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
  backend().flush();
}

}  // namespace peeringd::log
