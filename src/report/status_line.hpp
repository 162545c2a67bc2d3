// Summarises the daemon's state in the line that `systemctl status` shows.
#pragma once

#include <cstddef>
#include <string>

#include "model/alert_report.hpp"

namespace peeringd {

/// Returns a line like `connections: 3, targets: 912, worst: Warning (contoso-seattle, 1 more)`.
/// `worst` is the worst result of a connection; it is omitted if `report` is null (before the first
/// evaluation) or has no connections. `reload_refused`: say that the last reload failed.
std::string status_line(std::size_t connections, std::size_t targets, const AlertReport* report,
                        bool reload_refused);

}  // namespace peeringd
