// Prints an example page, `counts` or `observations`, all of it or with the detail `prefix` or
// `connection`: for promtool to check, and to renew the pages in tests/data/metrics
// (exposition_test.cpp).
#include <algorithm>
#include <iostream>
#include <string_view>

#include "example_pages.hpp"

int main(int argc, char** argv) {
  using peeringd::Detail;
  const bool of_counts = argc > 1 && std::string_view(argv[1]) == "counts";
  Detail detail = Detail::all;
  if (argc > 2) {
    const auto& names = peeringd::detail_names;
    detail = static_cast<Detail>(std::ranges::find(names, argv[2]) - names.begin());
  }
  std::cout << (of_counts ? peeringd::test::counts_page(detail)
                          : peeringd::test::observations_page(detail));
}
