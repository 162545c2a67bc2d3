#include <string_view>
#include <vector>

#include "fuzz/expect_pop.hpp"

using namespace peeringd;

namespace {

/// One `Name: value` per line; a line without a colon is a name.
HeaderView header_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {line, {}};
  return {line.substr(0, colon), line.substr(colon + 1)};
}

std::vector<HeaderView> headers_of(std::string_view text) {
  std::vector<HeaderView> headers;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    headers.push_back(header_of(line));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return headers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto headers = headers_of(fuzz::text_of(data, size));
  const auto pop = pop_of_headers(headers);
  fuzz::expect_valid(pop);
  std::ranges::reverse(headers);
  const auto reversed = pop_of_headers(headers);
  fuzz::expect_valid(reversed);
  fuzz::expect(pop.has_value() == reversed.has_value(), "the order does not decide whether");
  fuzz::expect(!pop || pop->code == reversed->code, "the order does not decide which");
  return 0;
}
