// The daemon's state in a line for people: what `systemctl status` shows.
#pragma once

#include <cstddef>
#include <string>

#include "model/alert_report.hpp"

namespace peeringd {

/// As `connections: 3, targets: 912, worst: Warning (contoso-seattle, 1 more)`. The worst result is
/// that of the connections; it is left out where `report` is null, as before the first evaluation,
/// or has none of them. With `reload_refused`, the line ends by saying so.
std::string status_line(std::size_t connections, std::size_t targets, const AlertReport* report,
                        bool reload_refused);

}  // namespace peeringd
