#include "config/password_hash.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

// Each check of a password takes twice as long with each step of the cost; with 16 some seconds.
constexpr std::uint64_t highest_cost = 16;
constexpr std::uint64_t lowest_cost = 4;

bool is_bcrypt_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
         c == '/';
}

// Trimmed, without empty lines and comments.
std::vector<std::string_view> written_lines(std::string_view text) {
  constexpr std::string_view spaces = " \t\r";
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line.remove_prefix(std::min(line.find_first_not_of(spaces), line.size()));
    line = line.substr(0, line.find_last_not_of(spaces) + 1);
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  return lines;
}

}  // namespace

Result<std::string> parse_bcrypt_hash(std::string_view text) {
  constexpr std::string_view how = "; make one with: htpasswd -nBC 10 NAME";
  const bool form =
      text.size() == 60 &&
      (text.starts_with("$2a$") || text.starts_with("$2b$") || text.starts_with("$2y$")) &&
      text[6] == '$' && std::all_of(text.begin() + 7, text.end(), is_bcrypt_digit);
  if (!form) return Error{"is not a bcrypt hash" + std::string(how)};
  const std::string_view digits = text.substr(text[4] == '0' ? 5 : 4, text[4] == '0' ? 1 : 2);
  if (!parse_whole_number(digits, lowest_cost, highest_cost)) {
    return Error{"has a cost outside 4 to 16; each step doubles the time of a check" +
                 std::string(how)};
  }
  return std::string(text);
}

Result<std::string> find_password_hash(std::string_view file, std::string_view user) {
  const auto lines = written_lines(file);
  const std::string name = std::string(user) + ":";
  std::optional<std::string_view> found;
  for (const std::string_view line : lines) {
    if (!line.starts_with(name)) continue;
    if (found) return Error{"has two lines for this user"};
    found = line.substr(name.size());
  }
  if (!found && lines.size() == 1 && lines.front().find(':') == std::string_view::npos) {
    found = lines.front();
  }
  if (!found) return Error{"has no hash of this user; make one with: htpasswd -nBC 10 NAME"};
  return parse_bcrypt_hash(*found);
}

}  // namespace peeringd
