// Prefixes that contain one another: in Azure each prefix belongs to one connection, and a host
// chooses a prefix's source from the addresses inside it.
#pragma once

#include <vector>

#include "config/prefixes.hpp"

namespace peeringd {

/// Reports each prefix that overlaps another one, of whichever connection. Private prefixes may
/// occur again at another site: they are not registered, and no host has both.
void check_overlaps(const std::vector<PlacedPrefix>& placed);

}  // namespace peeringd
