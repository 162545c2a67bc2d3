// The table of published ranges of addresses, which `service_tags` names.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/address_ranges.hpp"
#include "yaml/node.hpp"

namespace peeringd {

/// Reads the table in the file that `node` names. Null after an error, which is reported.
std::shared_ptr<const AddressRanges> read_service_tags(const Node& node);

/// `41200 ranges of 2026-11-23`. Any thread.
std::string service_tags_text(const AddressRanges& table);

/// Warns of an old table, or one without a date: Microsoft adds ranges every week, and addresses in
/// them would be reported as outside of all ranges. Empty if the table is current. Any thread.
std::string service_tags_age_warning(const AddressRanges& table, WallTime now);

}  // namespace peeringd
