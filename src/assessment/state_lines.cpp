#include "assessment/state_lines.hpp"

#include <algorithm>
#include <cstdint>

#include "base/number_from.hpp"

namespace peeringd {
namespace {

std::vector<std::string_view> split_at(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string state_time_text(WallTime time) {
  const auto rounded = std::chrono::floor<std::chrono::milliseconds>(time);
  return std::to_string(rounded.time_since_epoch().count());
}

std::optional<WallTime> state_time_from(std::string_view text) {
  constexpr std::int64_t most = 9'000'000'000'000;  // in the range of nanoseconds
  const auto time = number_from<std::int64_t>(text);
  if (!time || *time < 0 || *time > most) return std::nullopt;
  return WallTime{std::chrono::milliseconds{*time}};
}

std::string state_line(std::vector<std::string> fields) {
  std::string line;
  for (std::string& field : fields) {
    std::ranges::replace_if(
        field, [](char c) { return c == '\t' || c == '\n'; }, ' ');
    line += (line.empty() ? "" : "\t") + field;
  }
  return line + "\n";
}

std::optional<std::vector<std::vector<std::string_view>>> state_entries(
    std::string_view text, std::string_view first_line) {
  const std::vector<std::string_view> lines = split_at(text, '\n');
  if (lines.size() < 2 || lines.front() != first_line || !lines.back().empty()) return {};
  std::vector<std::vector<std::string_view>> entries;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) entries.push_back(split_at(lines[i], '\t'));
  return entries;
}

}  // namespace peeringd
