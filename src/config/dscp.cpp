#include <array>
#include <vector>

#include "base/words.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

struct CodePoint {
  std::string_view name;
  std::uint8_t value;
};

constexpr std::array<CodePoint, 25> code_points{
    {{"DF", 0},    {"BE", 0},    {"LE", 1},    {"CS0", 0},   {"CS1", 8},
     {"CS2", 16},  {"CS3", 24},  {"CS4", 32},  {"CS5", 40},  {"CS6", 48},
     {"CS7", 56},  {"AF11", 10}, {"AF12", 12}, {"AF13", 14}, {"AF21", 18},
     {"AF22", 20}, {"AF23", 22}, {"AF31", 26}, {"AF32", 28}, {"AF33", 30},
     {"AF41", 34}, {"AF42", 36}, {"AF43", 38}, {"EF", 46},   {"VA", 44}}};

}  // namespace

Result<std::uint8_t> parse_dscp(std::string_view text) {
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    const auto number = parse_whole_number(text, 0, 63);
    if (!number) return number.error();
    return static_cast<std::uint8_t>(*number);
  }
  const std::string name = upper_case(text);
  std::vector<std::string_view> names;
  for (const CodePoint& point : code_points) {
    if (point.name == name) return point.value;
    names.push_back(point.name);
  }
  return Error{in_quotes(text) + " is not a DSCP; write 0 to 63, or a name like EF, AF41 or CS1" +
               did_you_mean(text, names)};
}

}  // namespace peeringd
