// Where log lines end that go to something other than a terminal: written by a thread of their own,
// and counted where they were lost, so that the log itself says that it has a gap.
#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>

#include "log/line_writer.hpp"

namespace peeringd::log {

/// Called by one thread, that of spdlog's pool.
class PatientSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  /// `overrun`: how many lines have been given up so far, as too many were waiting.
  PatientSink(int descriptor, std::function<std::size_t()> overrun)
      : writer_(descriptor), overrun_(std::move(overrun)) {}

  /// See LineWriter. Any thread.
  void give_up_in(std::chrono::milliseconds time) { writer_.give_up_in(time); }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}  // nothing is kept

  bool write(const spdlog::details::log_msg& message);
  void tell_of_gap();

  LineWriter writer_;
  std::function<std::size_t()> overrun_;
  std::size_t failed_ = 0;
  std::size_t told_ = 0;
};

}  // namespace peeringd::log
