#include "http_client/response_head.hpp"

#include <strings.h>

#include <algorithm>

namespace peeringd {
namespace {

constexpr std::size_t max_head_bytes = std::size_t{64} * 1024;

std::string_view without_outer_blanks(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool same_field_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool is_empty_line(std::string_view line) {
  return line.find_first_not_of("\r\n") == std::string_view::npos;
}

// `HTTP/1.1 103 Early Hints`
bool is_interim(std::string_view status_line) {
  const auto blank = status_line.find(' ');
  return blank != std::string_view::npos && status_line.substr(blank + 1).starts_with('1');
}

}  // namespace

void ResponseHead::clear() {
  fields_.clear();
  bytes_ = 0;
  interim_ = ended_ = last_kept_ = false;
}

bool ResponseHead::too_long() const {
  return bytes_ > max_head_bytes;
}

bool ResponseHead::add(std::string_view line) {
  bytes_ += line.size();
  if (too_long()) return false;
  if (ended_) return true;
  if (line.starts_with("HTTP/")) {
    begin_response(line);
  } else if (is_empty_line(line)) {
    ended_ = !interim_;
  } else if (!interim_) {
    add_field(line);
  }
  return true;
}

void ResponseHead::begin_response(std::string_view status_line) {
  fields_.clear();
  last_kept_ = false;
  interim_ = is_interim(status_line);
}

void ResponseHead::add_field(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) return continue_field(line);
  last_kept_ = false;
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  for (const std::string_view name : wanted_) {
    if (!same_field_name(line.substr(0, colon), name)) continue;
    keep(name, without_outer_blanks(line.substr(colon + 1)));
  }
}

void ResponseHead::continue_field(std::string_view line) {
  if (!last_kept_ || fields_.back().value.empty()) return;
  std::string& value = fields_.back().value;
  const std::string_view more = without_outer_blanks(line);
  if (value.size() + 1 + more.size() <= max_header_value) {
    value.append(" ").append(more);
  } else {
    value.clear();
  }
}

void ResponseHead::keep(std::string_view name, std::string_view value) {
  const bool full = fields_.size() >= max_kept_headers;
  const ResponseHeader without_text{name, {}};
  if (full && std::ranges::find(fields_, without_text) != fields_.end()) return;
  const bool fits = !full && value.size() <= max_header_value;
  fields_.push_back(fits ? ResponseHeader{name, std::string(value)} : without_text);
  last_kept_ = true;
}

}  // namespace peeringd
