// The command line of `peeringd report`.
#pragma once

#include <CLI/App.hpp>

#include "daemon/commands/report_args.hpp"

namespace peeringd {

/// Adds the options of `report` to its command. `args` must outlive it.
void add_report_options(CLI::App& command, ReportArgs& args);

}  // namespace peeringd
