// The log: one line per event on standard error, with a priority for systemd's journal if that
// reads it. Only the implementation includes spdlog.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace peeringd::log {

enum class Level { debug, info, warning, error };

/// Text for people; `key=value` (logfmt); a JSON object. The latter two have the keys time, level
/// and message.
enum class Format { text, logfmt, json };

/// Drops lines below this level. Default: info. Any thread.
void set_level(Level level);
bool enabled(Level level);

/// Default: text. Call it before the first line is written.
void set_format(Format format);
Format format();

/// True if the journal reads standard error, according to JOURNAL_STREAM (systemd.exec(5)). Each
/// line then begins with its priority.
bool to_journal();

/// Queues one line for the log's own thread: the caller never waits for the reader of the log. If
/// too many lines wait, the oldest are lost, and a line in their place gives their number. Any
/// thread; lines of different threads do not mix.
void write(Level level, std::string_view line);

/// A value in addition to the message, for log collectors. Its name is lower case with
/// underscores, and not time, level or message.
struct Field {
  std::string name;
  std::variant<std::string, double, std::uint64_t, bool> value;
};

/// The same with fields, which logfmt and JSON append to the message. The text format omits them,
/// since the message contains their content.
void write(Level level, std::string_view line, std::span<const Field> fields);

/// Waits until all lines so far are written or lost, for at most a second. Also called at the end
/// of the process. Any thread except the probing loop's.
void flush();

template <typename... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info)) write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::warning)) {
    write(Level::warning, fmt::format(format, std::forward<Args>(args)...));
  }
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::error)) write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace peeringd::log
