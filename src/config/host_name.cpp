#include <algorithm>

#include "base/text.hpp"
#include "config/values.hpp"

namespace peeringd {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

bool is_host_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// What people write instead of a host name, and how to put it right.
std::string_view likely_mistake(std::string_view text) {
  if (text.find("://") != std::string_view::npos) return "leave out the scheme and the path";
  if (text.find('/') != std::string_view::npos) return "leave out the path";
  if (text.find('*') != std::string_view::npos) return "a wildcard has no address; name one host";
  if (text.starts_with('['))
    return "write an IPv6 address without brackets, and a port as a probe's `port`";
  if (text.find(':') != std::string_view::npos && text.find('%') != std::string_view::npos) {
    return "write the address without the zone; the interface is a prefix's `interface`";
  }
  if (text.find(':') != std::string_view::npos) return "a port belongs to a probe, as its `port`";
  if (text.find('_') != std::string_view::npos) return "a host name has no underscore (RFC 1123)";
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!ascii) return "write an internationalised name in its xn-- form";
  return "a host name consists of labels of up to 63 letters, digits and hyphens, joined by dots";
}

}  // namespace

Result<std::string> parse_host_name(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    return Error{in_quotes(text) + " is not a host name; " + std::string(why)};
  };
  std::string_view rest = text;
  if (!rest.empty() && rest.back() == '.') rest.remove_suffix(1);
  if (rest.size() > 253) return refuse("it has more than 253 characters");
  std::string_view label;
  for (bool more = true; more;) {
    const auto dot = rest.find('.');
    label = rest.substr(0, dot);
    if (!is_host_label(label)) return refuse(likely_mistake(text));
    more = dot != std::string_view::npos;
    if (more) rest.remove_prefix(dot + 1);
  }
  // No top-level domain is a number (RFC 3696 section 2): this was meant to be an IPv4 address.
  if (std::all_of(label.begin(), label.end(), is_digit)) {
    return Error{in_quotes(text) + " is neither a host name nor an IPv4 address"};
  }
  return std::string(text);
}

}  // namespace peeringd
