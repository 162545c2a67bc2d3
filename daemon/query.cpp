#include "daemon/query.hpp"

#include <charconv>

namespace peeringd {
namespace {

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const std::string_view code = text.substr(i).substr(0, 3);
    const bool is_code =
        code.size() == 3 && code[0] == '%' &&
        std::from_chars(code.data() + 1, code.data() + 3, byte, 16).ptr == code.data() + 3;
    if (is_code) {
      result += static_cast<char>(byte);
      i += 2;
    } else {
      result += text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

}  // namespace

QueryParameters parse_query(std::string_view query) {
  QueryParameters parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (part.empty()) continue;
    const auto equals = part.find('=');
    const bool has_value = equals != std::string_view::npos;
    parameters.emplace_back(decoded(part.substr(0, equals)),
                            has_value ? decoded(part.substr(equals + 1)) : std::string());
  }
  return parameters;
}

}  // namespace peeringd
