#include "yaml/scalars.hpp"

#include <string>

#include "base/number_from.hpp"
#include "base/text.hpp"

namespace peeringd {

Result<std::uint64_t> parse_whole_number(std::string_view text, std::uint64_t min,
                                         std::uint64_t max) {
  const std::string range = std::to_string(min) + " to " + std::to_string(max);
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return Error{in_quotes(text) + " is not a whole number; write one from " + range};
  }
  if (text.size() > 1 && text.front() == '0') {
    return Error{in_quotes(text) +
                 " has a leading zero, which some read as octal; write it without"};
  }
  const auto number = number_from<std::uint64_t>(text);
  if (!number || *number < min || *number > max) {
    return Error{in_quotes(text) + " is out of range; write a number from " + range};
  }
  return *number;
}

Result<bool> parse_bool(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return Error{in_quotes(text) + " is neither true nor false"};
}

}  // namespace peeringd
