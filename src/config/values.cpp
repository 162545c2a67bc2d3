#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/number_from.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "model/label_names.hpp"
#include "yaml/scalars.hpp"

namespace peeringd {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view digits = "0123456789";

bool consists_of(std::string_view text, std::string_view set, std::string_view more = {},
                 std::string_view still_more = {}) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return set.find(c) != std::string_view::npos || more.find(c) != std::string_view::npos ||
           still_more.find(c) != std::string_view::npos;
  });
}

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

Result<std::uint16_t> parse_port(std::string_view text) {
  const auto number = parse_whole_number(text, 1, 65535);
  if (!number) return number.error();
  return static_cast<std::uint16_t>(*number);
}

Result<double> parse_degrees(std::string_view text, double limit) {
  const auto degrees = number_from<double>(text, std::chars_format::fixed);
  if (!consists_of(text, digits, "+-.") || !degrees) {
    return Error{in_quotes(text) + " is not a number of degrees; write one like -122.33"};
  }
  if (*degrees < -limit || *degrees > limit) {
    const std::string bound = std::to_string(static_cast<int>(limit));
    return Error{in_quotes(text) + " is out of range; write degrees from -" + bound + " to " +
                 bound};
  }
  return *degrees;
}

Result<std::string> parse_name(std::string_view text) {
  if (text.size() > 63) {
    return Error{in_quotes(text) + " is " + std::to_string(text.size()) +
                 " characters long; a name has at most 63"};
  }
  if (text.empty() || !consists_of(text, letters, digits, "_.-")) {
    return Error{in_quotes(text) + " is not a name; use letters, digits and _ . - only"};
  }
  return std::string(text);
}

Result<std::string> parse_label_name(std::string_view text) {
  if (text.empty() || !consists_of(text, letters, digits, "_") ||
      digits.find(text.front()) != std::string_view::npos) {
    return Error{in_quotes(text) +
                 " is not a Prometheus label name; use letters, digits and _, and no digit first"};
  }
  if (text.substr(0, 2) == "__") {
    return Error{in_quotes(text) + " begins with __, which Prometheus keeps for itself"};
  }
  if (is_reserved_label(text)) {
    return Error{in_quotes(text) + " is set by peeringd or Prometheus; choose another name"};
  }
  return std::string(text);
}

Result<IpAddress> parse_address(std::string_view text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(text), error);
  const bool zone = text.find('%') != std::string_view::npos;
  if (error || zone) {
    return Error{in_quotes(text) + " is not an address; write " +
                 (zone                    ? "it without the zone"
                  : text.starts_with('[') ? "an IPv6 address without brackets"
                                          : "one like 203.0.113.10 or 2001:db8::10")};
  }
  return address;
}

Result<std::string> parse_interface(std::string_view text) {
  constexpr std::size_t longest = 127;  // of an altname: ALTIFNAMSIZ - 1; the first name has 15
  if (text.size() > longest) {
    return Error{in_quotes(text) + " is " + std::to_string(text.size()) +
                 " characters long; the name of an interface has at most 127"};
  }
  if (text.empty() || text == "." || text == ".." ||
      text.find_first_of("/: \t\n\v\f\r") != std::string_view::npos) {
    return Error{in_quotes(text) + " is not the name of an interface, which has no space, / or :"};
  }
  return std::string(text);
}

Result<std::uint32_t> parse_mark(std::string_view text) {
  if (text.substr(0, 2) == "0x" || text.substr(0, 2) == "0X") {
    if (const auto mark = number_from<std::uint32_t>(text.substr(2), 16)) return *mark;
    return Error{in_quotes(text) + " is not a mark; write a number from 0x0 to 0xffffffff"};
  }
  const auto mark = parse_whole_number(text, 0, 0xffffffff);
  if (!mark) return mark.error();
  return static_cast<std::uint32_t>(*mark);
}

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
