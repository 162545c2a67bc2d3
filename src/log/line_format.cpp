#include "log/line_format.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <variant>

#include "base/printable.hpp"

namespace peeringd::log {
namespace {

// Stands between a message and its fields, which contain no control characters themselves.
constexpr char field_mark = '\x1e';

struct Payload {
  std::string_view message;
  std::string_view fields;
};

Payload payload_of(const spdlog::details::log_msg& message) {
  const std::string_view all(message.payload.data(), message.payload.size());
  const std::size_t mark = all.rfind(field_mark);
  if (mark == std::string_view::npos) return {all, {}};
  return {all.substr(0, mark), all.substr(mark + 1)};
}

void append(spdlog::memory_buf_t& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

std::string value_text(const std::string& value) {
  return log::quoted(value);
}
std::string value_text(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : log::quoted(fmt::format("{}", value));
}
std::string value_text(std::uint64_t value) {
  return std::to_string(value);
}
std::string value_text(bool value) {
  return value ? "true" : "false";
}

// systemd reads "<3>" at the start of a line as its priority.
class JournalPriority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    std::string_view prefix = "<6>";
    if (message.level == spdlog::level::debug) prefix = "<7>";
    if (message.level == spdlog::level::warn) prefix = "<4>";
    if (message.level == spdlog::level::err) prefix = "<3>";
    append(out, prefix);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<JournalPriority>();
  }
};

class QuotedMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    const Payload payload = payload_of(message);
    append(out, quoted(payload.message));
    append(out, payload.fields);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<QuotedMessage>();
  }
};

class PrintableMessage final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& out) override {
    append(out, printable(payload_of(message).message));
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

std::string with_fields(std::string_view message, std::span<const Field> fields, Format format) {
  std::string text(message);
  std::replace(text.begin(), text.end(), field_mark, ' ');
  if (format == Format::text) return text;
  text += field_mark;
  for (const Field& field : fields) {
    const std::string value =
        std::visit([](const auto& each) { return value_text(each); }, field.value);
    text += format == Format::json ? fmt::format(",\"{}\":{}", field.name, value)
                                   : fmt::format(" {}={}", field.name, value);
  }
  return text;
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
