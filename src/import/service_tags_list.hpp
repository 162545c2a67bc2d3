// Reads the ranges of addresses that Microsoft publishes: service tags of Azure, and the list of
// endpoints of Microsoft 365. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>
#include <vector>

#include "model/address_ranges.hpp"
#include "yaml/diagnostics.hpp"

namespace peeringd {

/// Ranges of Microsoft 365 have this and the service area as their name.
inline constexpr std::string_view microsoft365_ranges = "Microsoft365.";

/// Appends the ranges in `document`, the content of `file`. Two shapes are known by their form: an
/// object with `values`, which are service tags, or a list of endpoint sets. Reports every prefix
/// and name that is not valid, and a document of another shape.
void append_published_ranges(const boost::json::value& document, std::size_t file,
                             Diagnostics& diagnostics, std::vector<AddressRange>& ranges);

/// `ranges` as few lines that say the same, sorted by address. Of several ranges with the same
/// prefix, the one whose name has the fewest prefixes remains, since it is the most specific.
/// Neighbours with the same name become one range, and those within a range of their name go.
std::vector<AddressRange> compact_ranges(const std::vector<AddressRange>& ranges);

}  // namespace peeringd
