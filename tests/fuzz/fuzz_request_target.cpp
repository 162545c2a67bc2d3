// The path and the query of a request, split into segments and parameters.
#include <algorithm>

#include "base/utf8.hpp"
#include "fuzz/expect.hpp"
#include "http/request_target.hpp"

namespace {

using namespace peeringd;
using fuzz::expect;

// Every byte percent-encoded.
std::string encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return result;
}

void check_text(std::string_view text) {
  expect(text.find('\0') == std::string_view::npos, "decoded text has no NUL");
  while (!text.empty()) {
    expect(utf8_length(text) != 0, "decoded text is UTF-8");
    text.remove_prefix(utf8_length(text));
  }
}

void check_path(const std::string& path) {
  const auto segments = decode_path(path);
  if (!segments) return;
  expect(static_cast<std::ptrdiff_t>(segments->size()) == std::ranges::count(path, '/'),
         "a segment for each slash");
  std::string again;
  for (const std::string& segment : *segments) {
    check_text(segment);
    again += "/" + encoded(segment);
  }
  expect(*decode_path(again) == *segments, "encoding and decoding change nothing");
}

void check_query(std::string_view text) {
  const auto query = Query::parse(text, {"a", "limit"});
  if (!query) return expect(!query.error().message.empty(), "an error has a message");
  const auto values = query->values("a");
  std::string again;
  for (const std::string& value : values) {
    check_text(value);
    again += "a=" + encoded(value) + "&";
  }
  expect(Query::parse(again, {"a"})->values("a") == values, "encoding and decoding change nothing");
  expect(query->value("a").has_error() == (values.size() > 1), "one value, or an error");
  const auto number = query->number("limit", 1, 500);
  if (number && *number) expect(**number >= 1 && **number <= 500, "a number is in its range");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const auto query = std::min(input.find('?'), input.size());
  check_path("/" + std::string(input.substr(0, query)));
  if (query < input.size()) check_query(input.substr(query + 1));
  return 0;
}
