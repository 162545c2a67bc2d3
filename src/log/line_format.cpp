#include "log/line_format.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>

#include <iterator>

#include "base/printable.hpp"

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

class PrintableMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    const std::string text = printable({message.payload.data(), message.payload.size()});
    out.append(text.data(), text.data() + text.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<PrintableMessage>();
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
  return priority ? front + "%T" : front + time + " %^%-7l%$ %T";
}

// Escapes that are the same in JSON and logfmt.
void append_control(std::string& out, char32_t code) {
  if (code == '\n' || code == '\t') {
    out += code == '\n' ? "\\n" : "\\t";
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(code));
  }
}

}  // namespace

std::unique_ptr<spdlog::formatter> make_formatter(Format format, bool priority) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<JournalPriority>('P').add_flag<QuotedMessage>('Q').add_flag<PrintableMessage>(
      'T');
  formatter->set_pattern(pattern(format, priority));
  return formatter;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const FirstCharacter first = first_character(text);
    switch (first.kind) {
      case FirstCharacter::Kind::printable:
        if (text.front() == '"' || text.front() == '\\') out += '\\';
        out += text.substr(0, first.bytes);
        break;
      case FirstCharacter::Kind::control:
        append_control(out, first.code);
        break;
      case FirstCharacter::Kind::not_utf8:
        out += "\xef\xbf\xbd";
        break;
    }
    text.remove_prefix(first.bytes);
  }
  return out + '"';
}

}  // namespace peeringd::log
