// The daemon's state in one line for people, as `systemctl status` shows it.
#pragma once

#include <cstddef>
#include <string>

#include "model/alert_report.hpp"

namespace peeringd {

/// For example `connections: 3, targets: 912, worst: Warning (contoso-seattle, 1 more)`. The worst
/// result of the connections is omitted if `report` is null (before the first evaluation) or has no
/// connections. With `reload_refused`, the line ends with a note about it.
std::string status_line(std::size_t connections, std::size_t targets, const AlertReport* report,
                        bool reload_refused);

}  // namespace peeringd
