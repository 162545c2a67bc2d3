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

std::string milliseconds_text(std::optional<Duration> duration) {
  if (!duration) return "-";
  return fmt::format("{:.2f} ms", to_seconds(*duration) * 1e3);
}

}  // namespace peeringd
