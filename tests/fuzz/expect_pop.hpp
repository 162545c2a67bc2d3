// Invariants of a PoP from any header.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "edge/ascii.hpp"
#include "edge/pop.hpp"
#include "fuzz/expect.hpp"

namespace peeringd::fuzz {

inline void expect_valid(const std::optional<EdgePop>& pop) {
  if (!pop) return;
  const auto is_site_character = [](char c) { return ascii::is_digit(c) || ascii::is_upper(c); };
  expect(pop->code.size() == 2 || pop->code.size() == 3, "the code has two or three characters");
  expect(std::ranges::all_of(pop->code, ascii::is_upper), "the code is of upper-case letters");
  expect(pop->site.size() <= 3, "the site has at most three characters");
  expect(std::ranges::all_of(pop->site, is_site_character), "the site is of letters and digits");
  expect(std::ranges::count(pop_header_names, pop->method) == 1, "the method is a known header");
}

/// Also checks that the header alone gives the same PoP, without surrounding white space.
inline void expect_valid(const std::optional<EdgePop>& pop, std::string_view name,
                         std::string_view value) {
  expect_valid(pop);
  if (!pop) return;
  expect(pop->method == name, "the method is the header's name");
  const HeaderView header{name, value};
  expect(pop_of_headers({&header, 1}) == pop, "alone it gives the same PoP");
}

}  // namespace peeringd::fuzz
