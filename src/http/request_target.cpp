#include "http/request_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.hpp"

namespace peeringd {
namespace {

bool is_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || text.front() == '\0') return false;
    text.remove_prefix(length);
  }
  return true;
}

// `space`: the character that stands for a space, if any.
Result<std::string> percent_decoded(std::string_view text, std::optional<char> space) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == space ? ' ' : text[i];
      continue;
    }
    unsigned char byte = 0;
    const std::string_view digits = text.substr(i + 1).substr(0, 2);
    const auto read = std::from_chars(digits.begin(), digits.end(), byte, 16);
    if (digits.size() != 2 || read.ec != std::errc() || read.ptr != digits.end()) {
      return Error{"invalid percent-encoding; write a percent sign as %25"};
    }
    decoded += static_cast<char>(byte);
    i += digits.size();
  }
  if (!is_text(decoded)) return Error{"the decoded text contains a NUL or is not UTF-8"};
  return decoded;
}

// Removes what precedes the first `separator` from `text`, and the separator.
std::string_view take_part(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

bool contains(std::initializer_list<std::string_view> known, std::string_view name) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

}  // namespace

Result<std::vector<std::string>> decode_path(std::string_view path) {
  std::vector<std::string> segments;
  const auto count = std::count(path.begin(), path.end(), '/');
  path.remove_prefix(1);
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    auto segment = percent_decoded(take_part(path, '/'), std::nullopt);
    if (!segment) return Error{"in the path: " + segment.error().message};
    segments.push_back(std::move(*segment));
  }
  return segments;
}

Result<Query> Query::parse(std::string_view text, std::initializer_list<std::string_view> known) {
  Query query;
  while (!text.empty()) {
    std::string_view rest = take_part(text, '&');
    if (rest.empty()) continue;
    auto name = percent_decoded(take_part(rest, '='), '+');
    if (!name) return Error{"in the query: " + name.error().message};
    if (!contains(known, *name)) {
      return Error{known.size() == 0 ? "this page takes no parameters"
                                     : fmt::format("unknown parameter; this page takes: {}",
                                                   fmt::join(known.begin(), known.end(), ", "))};
    }
    auto value = percent_decoded(rest, '+');
    if (!value) return Error{fmt::format("in {}: {}", *name, value.error().message)};
    query.parameters_.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

std::vector<std::string> Query::values(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [own_name, value] : parameters_) {
    if (own_name == name) values.push_back(value);
  }
  return values;
}

Result<std::optional<std::string>> Query::value(std::string_view name) const {
  auto all = values(name);
  if (all.size() > 1) return Error{fmt::format("{} is given more than once", name)};
  if (all.empty()) return std::optional<std::string>();
  return std::optional(std::move(all.front()));
}

Result<std::optional<std::uint64_t>> Query::number(std::string_view name, std::uint64_t smallest,
                                                   std::uint64_t largest) const {
  const auto text = value(name);
  if (!text) return text.error();
  if (!*text) return std::optional<std::uint64_t>();
  const std::string_view digits = **text;
  std::uint64_t number = 0;
  const auto read = std::from_chars(digits.begin(), digits.end(), number);
  if (read.ec != std::errc() || read.ptr != digits.end() || number < smallest || number > largest) {
    return Error{fmt::format("{} must be a number from {} to {}", name, smallest, largest)};
  }
  return std::optional(number);
}

}  // namespace peeringd
