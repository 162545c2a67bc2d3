#include "fuzz/expect_pop.hpp"

using namespace peeringd;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view value = fuzz::text_of(data, size);
  const auto pop = pop_of_x_msedge_ref(value);
  fuzz::expect_valid(pop, "x-msedge-ref", value);
  const bool encoded = value.starts_with('0');
  if (pop && !encoded) {
    const std::string node = " Ref B: " + pop->code + pop->site;
    fuzz::expect(value.find(node) != std::string_view::npos, "the PoP is the start of Ref B");
  }
  return 0;
}
