// A log sink with a thread of its own, which passes the lines to another sink: threads that log
// never wait. It takes memory only for the lines that wait.
#pragma once

#include <spdlog/details/log_msg_buffer.h>
#include <spdlog/sinks/sink.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace peeringd::log {

/// All functions may be called by any thread, except the destructor and set_formatter().
class LineQueue final : public spdlog::sinks::sink {
 public:
  /// `behind` is used by one thread at a time. Of more than `longest` lines that wait, the oldest
  /// are lost.
  LineQueue(spdlog::sink_ptr behind, std::size_t longest);

  /// Passes on what waits, and waits for that.
  ~LineQueue() override;
  LineQueue(const LineQueue&) = delete;
  LineQueue& operator=(const LineQueue&) = delete;

  void log(const spdlog::details::log_msg& message) override;

  /// Waits until everything that was logged before has been passed on, but at most for `patience`.
  void wait(std::chrono::milliseconds patience);

  /// How many lines were lost so far.
  std::size_t lost() const;

  void flush() override {}
  void set_pattern(const std::string& pattern) override;
  void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override;

 private:
  void pass_on();
  bool write(const spdlog::details::log_msg& message);

  const spdlog::sink_ptr behind_;
  const std::size_t longest_;
  std::mutex in_use_;  // held while `behind_` is used

  mutable std::mutex mutex_;
  // Guarded by mutex_.
  std::condition_variable changed_;
  std::deque<spdlog::details::log_msg_buffer> waiting_;
  std::uint64_t logged_ = 0;
  std::uint64_t done_ = 0;  // passed on or lost
  std::size_t lost_ = 0;
  bool ending_ = false;

  std::thread thread_;
};

}  // namespace peeringd::log
