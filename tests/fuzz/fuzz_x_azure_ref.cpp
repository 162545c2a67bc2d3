#include <string>

#include "fuzz/expect_pop.hpp"
#include "support/base64.hpp"

using namespace peeringd;

namespace {

void check(std::string_view value) {
  fuzz::expect_valid(pop_of_x_azure_ref(value), "x-azure-ref", value);
}

}  // namespace

/// Uses the input as the value of the header, and as the content of the base64 of the old format,
/// which a fuzzer would hardly produce itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  check(input);
  check('0' + test::base64(input));
  return 0;
}
