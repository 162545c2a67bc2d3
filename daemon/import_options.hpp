// The command line of `peeringd import`.
#pragma once

#include <CLI/App.hpp>

#include "daemon/import_order.hpp"

namespace peeringd {

/// Adds the arguments and options of `import` to its command. `order` must outlive it.
void add_import_options(CLI::App& command, ImportOrder& order);

/// What is wrong with options that do not fit together; empty if nothing is. Call after parsing.
std::string contradiction_in(const CLI::App& command, const ImportOrder& order);

}  // namespace peeringd
