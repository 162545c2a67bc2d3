// Compares two texts by lines, as `diff -u` does.
#pragma once

#include <string>
#include <string_view>

namespace peeringd {

/// The lines that lead from `before` to `after`, each after `-` or `+`, with up to three unchanged
/// lines around them; hunks begin with `@@ -LINE +LINE @@`. Empty if the texts are equal. The
/// fewest lines for up to about a thousand changes, else some more. Pure; any thread.
std::string line_diff(std::string_view before, std::string_view after);

}  // namespace peeringd
