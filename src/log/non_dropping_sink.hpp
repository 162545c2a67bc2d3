// A log sink for anything but terminals. It waits for its reader instead of dropping lines; lines
// that are lost all the same are counted, and the log says so.
#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>

#include "log/line_writer.hpp"

namespace peeringd::log {

/// One thread: that of spdlog's pool.
class NonDroppingSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  /// `overrun` returns the number of lines lost so far because too many were waiting.
  NonDroppingSink(int descriptor, std::function<std::size_t()> overrun)
      : writer_(descriptor), overrun_(std::move(overrun)) {}

  /// See LineWriter. Any thread.
  void give_up_in(std::chrono::milliseconds time) { writer_.give_up_in(time); }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}  // nothing is buffered

  bool write(const spdlog::details::log_msg& message);
  void report_gap();

  LineWriter writer_;
  std::function<std::size_t()> overrun_;
  std::size_t failed_ = 0;
  std::size_t reported_ = 0;
};

}  // namespace peeringd::log
