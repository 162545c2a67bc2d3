// The command line of `peeringd overview`.
#pragma once

#include <CLI/App.hpp>

#include "daemon/overview_order.hpp"

namespace peeringd {

/// Adds the options of `overview` to its command. `order` must outlive it.
void add_overview_options(CLI::App& command, OverviewOrder& order);

}  // namespace peeringd
