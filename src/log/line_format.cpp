#include "log/line_format.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>

#include <iterator>

#include "base/utf8.hpp"

namespace peeringd::log {
namespace {

// systemd reads "<3>" at the start of a line as its priority.
class JournalPriority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    std::string_view prefix = "<6>";
    if (message.level == spdlog::level::debug) prefix = "<7>";
    if (message.level == spdlog::level::warn) prefix = "<4>";
    if (message.level == spdlog::level::err) prefix = "<3>";
    out.append(prefix.data(), prefix.data() + prefix.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JournalPriority>();
  }
};

class QuotedMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    const std::string text = quoted({message.payload.data(), message.payload.size()});
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<QuotedMessage>();
  }
};

// With milliseconds and the zone (RFC 3339).
constexpr const char* time = "%Y-%m-%dT%H:%M:%S.%e%z";

std::string pattern(Format format, bool priority) {
  const std::string front = priority ? "%P" : "";
  switch (format) {
    case Format::logfmt:
      return front + "time=" + time + " level=%l message=%Q";
    case Format::json:
      return front + R"({"time":")" + time + R"(","level":"%l","message":%Q})";
    case Format::text:
      break;
  }
  return priority ? front + "%v" : front + time + " %^%-7l%$ %v";
}

void append_escaped(std::string& out, char byte) {
  switch (byte) {
    case '"':
    case '\\':
      out += '\\';
      out += byte;
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(byte);
  if (code < 0x20 || code == 0x7f) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  } else {
    out += byte;
  }
}

}  // namespace

std::unique_ptr<spdlog::formatter> make_formatter(Format format, bool priority) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<JournalPriority>('P').add_flag<QuotedMessage>('Q');
  formatter->set_pattern(pattern(format, priority));
  return formatter;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) out += "\xef\xbf\xbd";
    if (length == 1) append_escaped(out, text.front());
    if (length > 1) out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out + '"';
}

}  // namespace peeringd::log
