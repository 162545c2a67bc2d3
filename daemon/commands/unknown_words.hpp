// Explains a command line with unknown words.
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace peeringd {

/// Describes an unknown option, command or argument, or a missing command, with a suggestion. Empty
/// for any other error.
std::string explain_unknown_words(const CLI::App& app);

}  // namespace peeringd
