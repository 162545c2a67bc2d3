// The command line of `peeringd import`.
#pragma once

#include <CLI/App.hpp>

#include "daemon/commands/import_args.hpp"

namespace peeringd {

/// Adds the arguments and options of `import` to its command. `args` must outlive it.
void add_import_options(CLI::App& command, ImportArgs& args);

/// What is wrong with options that do not fit together; empty if nothing is. Call after parsing.
std::string contradiction_in(const CLI::App& command, const ImportArgs& args);

}  // namespace peeringd
