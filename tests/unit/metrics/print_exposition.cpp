// Prints an example page, `counts` or `observations`: for promtool to check, and to renew the pages
// in tests/data/metrics (exposition_test.cpp).
#include <iostream>
#include <string_view>

#include "example_pages.hpp"

int main(int argc, char** argv) {
  const bool of_counts = argc == 2 && std::string_view(argv[1]) == "counts";
  std::cout << (of_counts ? peeringd::test::counts_page() : peeringd::test::observations_page());
}
