#include "log/non_dropping_sink.hpp"

#include <fmt/format.h>
#include <spdlog/details/log_msg.h>

#include <string>

#include "base/text.hpp"

namespace peeringd::log {

void NonDroppingSink::sink_it_(const spdlog::details::log_msg& message) {
  report_gap();
  if (!write(message)) ++failed_;
}

bool NonDroppingSink::write(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t line;
  formatter_->format(message, line);
  return writer_.write({line.data(), line.size()});
}

void NonDroppingSink::report_gap() {
  const std::size_t lost = overrun_() + failed_;
  if (lost == reported_) return;
  const std::string& trouble = writer_.trouble();
  const std::string text =
      fmt::format("{} lost: {}", counted(lost - reported_, "log line was", "log lines were"),
                  trouble.empty() ? "too many waited to be written"
                                  : "standard error did not accept them (" + trouble + ")");
  if (write({"peeringd", spdlog::level::warn, text})) reported_ = lost;
}

}  // namespace peeringd::log
