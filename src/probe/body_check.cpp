#include "probe/body_check.hpp"

#include "base/printable.hpp"

namespace peeringd {

std::size_t body_bytes_needed(const ExpectedBody& expected) {
  switch (expected.how) {
    case ExpectedBody::How::exact:
      return expected.text.size() + 1;
    case ExpectedBody::How::contains:
      return std::size_t{64} * 1024;
    case ExpectedBody::How::matches:
      break;
  }
  // The slowest body for the slowest accepted pattern blocks the probing loop for some 50 ms.
  return std::size_t{16} * 1024;
}

bool is_expected(const ExpectedBody& expected, std::string_view body) {
  switch (expected.how) {
    case ExpectedBody::How::exact:
      return body == expected.text;
    case ExpectedBody::How::contains:
      return body.find(expected.text) != std::string_view::npos;
    case ExpectedBody::How::matches:
      break;
  }
  return expected.pattern && expected.pattern->occurs_in(body);
}

std::string describe_body(std::string_view body) {
  constexpr std::size_t longest = 80;
  return body.empty() ? "an empty body" : escaped(body, longest);
}

}  // namespace peeringd
