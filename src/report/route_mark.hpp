// The state of a prefix's routes in one word, for lists. Pure.
#pragma once

#include <string>
#include <string_view>

#include "model/route_report.hpp"

namespace peeringd {

struct RouteMark {
  std::string_view state;  ///< `ok`, `warning`, `bad` or `unknown`
  std::string_view word;   ///< `wrong origin`; for lists
  std::string text{};      ///< what is wrong or not known; empty if nothing is
};

/// The worst state that is known. Without one: `unknown` while a source that should show one is
/// not known, else `ok`.
RouteMark route_mark(const PrefixRouteReport& prefix);

}  // namespace peeringd
