// The command line of `peeringd overview`.
#pragma once

#include <CLI/App.hpp>

#include "daemon/commands/overview_args.hpp"

namespace peeringd {

/// Adds the options of `overview` to its command. `args` must outlive it.
void add_overview_options(CLI::App& command, OverviewArgs& args);

}  // namespace peeringd
