#include "fuzz/expect_pop.hpp"

using namespace peeringd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view value = fuzz::text_of(data, size);
  const auto pop = pop_of_x_firsthopcafeefz(value);
  fuzz::expect_valid(pop, "x-firsthopcafeefz", value);
  fuzz::expect(!pop || pop->code == value, "the PoP is the value");
  return 0;
}
