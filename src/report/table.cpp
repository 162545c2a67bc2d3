#include "report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace peeringd {

std::string format_table(const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      text += fmt::format("{:<{}}  ", row[i], widths[i]);
    }
    text += row.back();
    text.erase(text.find_last_not_of(' ') + 1);  // if the last column is empty
    text += '\n';
  }
  return text;
}

std::string wrap_text(const std::string& text, std::size_t indent) {
  std::string lines;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) lines += std::string(indent, ' ') + line + '\n';
    line.clear();
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const auto space = text.find(' ', begin);
    const std::string word = text.substr(begin, space - begin);
    if (indent + line.size() + 1 + word.size() > terminal_width) end_line();
    line += (line.empty() ? "" : " ") + word;
    begin = space == std::string::npos ? text.size() : space + 1;
  }
  end_line();
  return lines;
}

std::string milliseconds_text(std::optional<Duration> duration) {
  if (!duration) return "-";
  return fmt::format("{:.2f} ms", to_seconds(*duration) * 1e3);
}

}  // namespace peeringd
