#include "log/patient_sink.hpp"

#include <fmt/format.h>
#include <spdlog/details/log_msg.h>

#include <string>

namespace peeringd::log {

void PatientSink::sink_it_(const spdlog::details::log_msg& message) {
  tell_of_gap();
  if (!write(message)) ++failed_;
}

bool PatientSink::write(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t line;
  formatter_->format(message, line);
  return writer_.write({line.data(), line.size()});
}

void PatientSink::tell_of_gap() {
  const std::size_t lost = overrun_() + failed_;
  if (lost == told_) return;
  const std::string text = fmt::format(
      "the log has a gap: {} lines are missing, as standard error did not take them ({})",
      lost - told_, writer_.trouble().empty() ? "too many at once" : writer_.trouble());
  if (write({"peeringd", spdlog::level::warn, text})) told_ = lost;
}

}  // namespace peeringd::log
