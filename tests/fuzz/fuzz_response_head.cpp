#include <array>
#include <string_view>

#include "fuzz/expect.hpp"
#include "http_client/response_head.hpp"

using namespace peeringd;

/// The lines of the input, as curl passes them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::string_view, 2> wanted{"X-MSEdge-Ref", "x-azure-ref"};
  std::string_view text = fuzz::text_of(data, size);
  ResponseHead head(wanted);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    fuzz::expect(head.add(line) != head.too_long(), "a head that is too long is reported");
    text.remove_prefix(line.size());
  }
  fuzz::expect(head.fields().size() <= max_kept_headers + wanted.size(), "the fields are bounded");
  for (const ResponseHeader& field : head.fields()) {
    fuzz::expect(field.name == wanted[0] || field.name == wanted[1], "only wanted ones are kept");
    fuzz::expect(field.value.size() <= max_header_value, "the values are bounded");
  }
  return 0;
}
