// The log: one line an event on standard error, with journald's priority in front when the journal
// reads it. spdlog stays behind this header's implementation.
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

/// For people; `key=value` (logfmt); an object of JSON. The latter two have the keys time, level
/// and message.
enum class Format { text, logfmt, json };

/// Lines below this level are dropped. Default: info. Any thread.
void set_level(Level level);
bool enabled(Level level);

/// Default: text. Before the first line is written.
void set_format(Format format);
Format format();

/// Writes one line, by a thread of the log's own: the caller never waits for whoever reads it. Any
/// thread; a line of one thread is never cut by one of another. When too many lines wait, the
/// oldest are lost, of which a line tells in their place.
void write(Level level, std::string_view line);

/// A figure beside the message, for programs that collect logs. Its name is lower case with
/// underscores, and none of time, level and message.
struct Field {
  std::string name;
  std::variant<std::string, double, std::uint64_t, bool> value;
};

/// The same with fields, which logfmt and JSON have behind the message. The text for people says
/// all in its line, and leaves them out.
void write(Level level, std::string_view line, std::span<const Field> fields);

/// Waits until all lines so far are written or lost, for a second at most. The end of the process
/// does that by itself. Any thread but the probing loop's.
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
