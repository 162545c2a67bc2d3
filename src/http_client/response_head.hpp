// Parses the head of an HTTP response line by line and keeps the wanted header fields with all
// their values. Pure; the lines are hostile input.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "model/observation.hpp"

namespace peeringd {

/// Longer values are not kept.
inline constexpr std::size_t max_header_value = 512;

/// Maximum number of values kept of one response, plus one more of each field.
inline constexpr std::size_t max_kept_headers = 16;

class ResponseHead {
 public:
  /// Keeps the fields in `wanted`; these names must outlive the kept fields.
  explicit ResponseHead(std::span<const std::string_view> wanted) : wanted_(wanted) {}

  void clear();

  /// Takes the next line: a status line, a field, the continuation of a field (RFC 9112, section
  /// 5.2), or the empty line that ends the head. Ignores interim responses (1xx). Lines after the
  /// head of the final response are trailer fields (RFC 9110, section 6.5), not headers. Returns
  /// false once the lines exceed 64 KiB together.
  bool add(std::string_view line);

  bool too_long() const;

  /// The wanted fields in order of arrival. A value that is too long appears without its text, and
  /// so does one more value beyond the maximum: a caller that compares the values of a field must
  /// know that there was another one.
  const std::vector<ResponseHeader>& fields() const { return fields_; }

 private:
  void begin_response(std::string_view status_line);
  void add_field(std::string_view line);
  void continue_field(std::string_view line);
  void keep(std::string_view name, std::string_view value);

  std::span<const std::string_view> wanted_;
  std::vector<ResponseHeader> fields_;
  std::size_t bytes_ = 0;
  bool interim_ = false;    // the current response is 1xx
  bool ended_ = false;      // the final response's head has ended
  bool last_kept_ = false;  // the last field is the last of fields_
};

}  // namespace peeringd
